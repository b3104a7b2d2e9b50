"""The style of the reference page: one column on a phone, contents beside it on a desk, light and dark."""

STYLE = """
:root { color-scheme: light dark; --ink: light-dark(#1c2430, #e6e9ef); --soft: light-dark(#5b6675, #9aa5b5);
  --paper: light-dark(#ffffff, #14181f); --shade: light-dark(#f4f6f9, #1c222c); --line: light-dark(#dfe4ea, #2d3542);
  --accent: light-dark(#0b5cad, #7ab8ff); --get: light-dark(#0b6b3a, #5fd394); --post: light-dark(#0b5cad, #7ab8ff);
  --change: light-dark(#8a5300, #f2b45a); --delete: light-dark(#a11c1c, #ff8f8f); }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
a { color: var(--accent); text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem; }
nav { padding: 1rem; border-bottom: 1px solid var(--line); background: var(--shade);
  max-height: 40vh; overflow-y: auto; }
nav h2 { margin: 1rem 0 .25rem; font-size: .8rem; text-transform: uppercase; letter-spacing: .06em;
  color: var(--soft); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a { display: block; padding: .2rem 0; color: var(--ink); font-size: .9rem; overflow-wrap: anywhere; }
main { padding: 1rem; max-width: 60rem; }
h1 { margin: 0 0 .5rem; font-size: 1.7rem; }
h2.tag { margin: 3rem 0 1rem; padding-top: 1rem; border-top: 2px solid var(--line); font-size: 1.35rem; }
h3 { margin: 0; font-size: 1.1rem; }
h4 { margin: 1.1rem 0 .4rem; font-size: .8rem; text-transform: uppercase; letter-spacing: .05em; color: var(--soft); }
p { margin: .4rem 0; white-space: pre-line; }
.operation, .schema { margin: 0 0 1.5rem; padding: 1rem; border: 1px solid var(--line); border-radius: .6rem; }
.path { margin: .3rem 0 .5rem; font: 600 .95rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
.method { display: inline-block; min-width: 4.2em; font-weight: 700; }
.get { color: var(--get); } .post { color: var(--post); } .put, .patch { color: var(--change); }
.delete { color: var(--delete); }
.fields { margin: 0; border: 1px solid var(--line); border-radius: .4rem; overflow: hidden; }
.fields > div { padding: .45rem .7rem; border-top: 1px solid var(--line); }
.fields > div:first-child { border-top: 0; }
.fields > div:nth-child(odd) { background: var(--shade); }
.fields dt { display: inline; font: 600 .9rem ui-monospace, monospace; overflow-wrap: anywhere; }
.fields dd { margin: 0; font-size: .9rem; color: var(--soft); overflow-wrap: anywhere; }
.fields dd.type { display: inline; margin-left: .6rem; font-family: ui-monospace, monospace; font-size: .85rem; }
.needed { color: var(--delete); font-size: .8rem; margin-left: .5rem; }
code { font: .88em ui-monospace, monospace; background: var(--shade); padding: .1em .3em; border-radius: .25rem; }
@media (min-width: 60rem) {
  body { display: grid; grid-template-columns: 19rem 1fr; }
  nav { height: 100vh; max-height: none; position: sticky; top: 0; overflow-y: auto; border-bottom: 0;
    border-right: 1px solid var(--line); }
  main { padding: 2rem 3rem; }
}
"""
