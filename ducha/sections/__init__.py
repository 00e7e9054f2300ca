"""The sections of config.toml, a module each: its keys, their usual values, how they are read."""
