# With --json a mistake in the command line is a JSON line too.
"$HANFIX" --json --foo
