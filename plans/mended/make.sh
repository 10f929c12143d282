#!/usr/bin/env bash
# Writes README.md: each refused plan beside its mended sibling, settled on the demo orders. Usage: make.sh BANYAN
set -euo pipefail
cd "$(dirname "$0")"
banyan=$1
out=README.md
{
    echo "# 改前改后 · Before and after"
    echo
    echo "由 \`make mended\` 写出。订单是随附的演示数据（英镑），规则包是 cn-strict。推广者都从第一级开始，关系链是现成的，所以按人头的钱和高等级的钱在这里看不全。"
    echo "Written by \`make mended\`, on the bundled demo orders (pounds), under cn-strict. Promoters begin at the first rank: not all that such plans pay for heads and high ranks shows here."
} > "$out"
for plan in *.cn-strict.toml; do
    name=${plan%.cn-strict.toml}
    { echo; echo "## $name"; echo; } >> "$out"
    # The plan itself is refused, which is what the exit code says.
    { "$banyan" --lang en plan check "../$name.toml" --law cn-strict --fix "/tmp/mended-$$.toml" --compare --json 2>&1 >/dev/null || true; } |
        sed -n '/^|/p' >> "$out"
    rm -f "/tmp/mended-$$.toml"
done
