"""What every command shows, in every format, in a pipe and on terminals: kept in `files/`, to be read in review."""
