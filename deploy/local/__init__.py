"""The whole product on one machine: embedded engines and one supervisor over every service."""
