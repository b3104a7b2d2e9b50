"""`pytest tests/chaos`: services are killed under load, then every party's memory is compared."""
