#!/bin/sh
# Rebuild the subset fonts: sh subset.sh FOLDER_OF_inter-ui/web   (needs: pip install fonttools brotli)
set -eu
cd "$(dirname "$0")"
RANGES="U+0020-007E,U+00A0-00FF,U+0100-017F,U+0218-021B,U+0400-045F,U+0490-0491,U+2009-200A,U+2010-2015,U+2018-201E"
RANGES="$RANGES,U+2020-2022,U+2026,U+202F,U+2030,U+2032-2033,U+2039-203A,U+20AC,U+20B4,U+20BD,U+2116,U+2122,U+2190-2193"
RANGES="$RANGES,U+2212,U+2215,U+2248,U+2260,U+2264-2265,U+25A0,U+25B2,U+25BC,U+25CB,U+25CF,U+2713"
for weight in Regular SemiBold; do
    pyftsubset "$1/Inter-$weight.woff2" --unicodes="$RANGES" --layout-features="kern,tnum,ccmp,locl,mark" \
        --no-hinting --desubroutinize --name-IDs="0,1,2,3,4,5,6,13,14,16,17" \
        --flavor=woff2 --output-file="Inter-$weight.woff2"
    fonttools ttLib.woff2 decompress "Inter-$weight.woff2" -o "Inter-$weight.ttf"
done
