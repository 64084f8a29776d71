#!/bin/bash
# Run by rpm when the package has gone. The argument counts what is left of it: after an upgrade the old package's script
# runs as well, and by then the links are those of the new one.
if [ "$1" -gt 0 ]; then exit 0; fi

program='/opt/${sanitizedProductName}/${executable}'
link='/usr/bin/${executable}'
profile='/etc/apparmor.d/${executable}'

if command -v update-alternatives > /dev/null; then update-alternatives --remove '${executable}' "$program" || true; fi
if [ "$(readlink "$link")" = "$program" ]; then rm -f "$link"; fi

if [ -f "$profile" ]; then
  if command -v apparmor_parser > /dev/null; then apparmor_parser --remove "$profile" || true; fi
  rm -f "$profile"
fi

if command -v update-mime-database > /dev/null; then update-mime-database /usr/share/mime || true; fi
if command -v update-desktop-database > /dev/null; then update-desktop-database /usr/share/applications || true; fi
