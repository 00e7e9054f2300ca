"""Which version of the program this is; said here alone."""

VERSION = "0.1.0"
