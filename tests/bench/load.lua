-- Arguments: token, method, a file of lines. GET: each line is a path. POST: the first line is the path, the rest bodies.
local prepared = {}
local chosen = 0

function init(args)
  local token, method, file = args[1], args[2], args[3]
  local headers = { ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json" }
  local path = nil
  for line in io.lines(file) do
    if method == "GET" then
      prepared[#prepared + 1] = wrk.format(method, line, headers)
    elseif path == nil then
      path = line
    else
      prepared[#prepared + 1] = wrk.format(method, path, headers, line)
    end
  end
end

function request()
  chosen = chosen % #prepared + 1
  return prepared[chosen]
end

function done(summary, latency, _requests)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write
    + summary.errors.status + summary.errors.timeout
  io.write(string.format(
    'RESULT {"requests": %d, "microseconds": %d, "bytes": %d, "failed": %d, "p50": %f, "p99": %f}\n',
    summary.requests, summary.duration, summary.bytes, failed,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
