"$HANFIX" dict --help
for command in build check explain; do
  "$HANFIX" dict $command --help
done
