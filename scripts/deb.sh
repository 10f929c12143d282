#!/usr/bin/env bash
# A Debian package of the shop: the program, a service in a sandbox, its settings, daily backups, manual and completions.
#   scripts/deb.sh PROGRAM FOLDER     writes FOLDER/banyan_VERSION_ARCH.deb and prints its name
set -euo pipefail

program=$(realpath "$1")
folder=$(realpath "$2")
here=$(cd "$(dirname "$0")/.." && pwd)
from=$here/packaging
version=$("$program" --version | awk '{ print $2 }')
arch=$(dpkg --print-architecture)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
umask 022
chmod 755 "$root"

put() { install -D -m "$1" "$2" "$root/$3"; }
put 755 "$program" usr/bin/banyan
put 755 "$from/banyan-shop" usr/sbin/banyan-shop
put 755 "$from/backup" usr/lib/banyan/backup
for unit in banyan.service banyan-backup.service banyan-backup.timer; do
    put 644 "$from/$unit" "lib/systemd/system/$unit"
done
put 640 "$from/banyan.env" etc/banyan/banyan.env
put 644 "$from/logrotate" etc/logrotate.d/banyan

doc=$root/usr/share/doc/banyan
for page in docs/run.md docs/run.zh-CN.md docs/reliability.md SECURITY.md LICENSE-APACHE LICENSE-MIT; do
    put 644 "$here/$page" "usr/share/doc/banyan/$(basename "$page")"
done
cp -r "$from/monitoring" "$doc/monitoring"
printf 'Upstream-Name: banyan\nLicense: MIT or Apache-2.0\nThe texts of both are in this folder.\n' >"$doc/copyright"
gzip -9nc "$here/CHANGELOG.md" >"$doc/changelog.gz"

mkdir -p "$root/usr/share/man/man1"
"$program" manual "$root/usr/share/man/man1"
gzip -9n "$root"/usr/share/man/man1/*.1
for shell in bash:usr/share/bash-completion/completions/banyan zsh:usr/share/zsh/vendor-completions/_banyan \
    fish:usr/share/fish/vendor_completions.d/banyan.fish; do
    mkdir -p "$root/$(dirname "${shell#*:}")"
    "$program" completions "${shell%%:*}" >"$root/${shell#*:}"
done

mkdir "$root/DEBIAN"
# The newest symbols of the C library that the program asks for say which one it needs.
libc=$(grep -ao 'GLIBC_2\.[0-9]*' "$program" | sort -Vu | tail -n 1 || true)
sed -e "s/@VERSION@/$version/; s/@ARCH@/$arch/; s/@LIBC@/${libc:+, libc6 (>= ${libc#GLIBC_})}/" "$from/deb/control" >"$root/DEBIAN/control"
printf '%s\n' /etc/banyan/banyan.env /etc/logrotate.d/banyan >"$root/DEBIAN/conffiles"
for script in preinst postinst prerm postrm; do
    install -m 755 "$from/deb/$script" "$root/DEBIAN/$script"
done
(cd "$root" && find . -type f ! -path './DEBIAN/*' -printf '%P\0' | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"

package=$folder/banyan_${version}_$arch.deb
dpkg-deb --root-owner-group --build "$root" "$package" >/dev/null
echo "$package"
