#!/bin/sh
# Stands in for the runtime of an AppImage, which cannot be had without downloads: unpacks what follows it, and starts it
# as the real one does when it is told to extract and run.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
unsquashfs -quiet -no-progress -offset 1024 -dest "$folder/AppDir" "$0" > /dev/null
export APPDIR="$folder/AppDir" APPIMAGE="$0"
"$folder/AppDir/AppRun" "$@" &
trap 'kill "$!"' TERM INT
wait "$!" || wait "$!"
exit
