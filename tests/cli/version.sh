# Name and version, and those of the data; the numbers themselves belong to the build.
"$HANFIX" --version | sed -E 's/[0-9]+(\.[0-9]+)+/N/'
