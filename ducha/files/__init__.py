"""The only place that opens a file or a socket."""
