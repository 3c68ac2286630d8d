#!/usr/bin/env bash
# Checks that the broker answers. Kafka's own tools can do that, but each call starts a Java machine, which on a busy host takes longer
# than the check may. So this sends the smallest request of the protocol, ApiVersions, and reads the beginning of the answer.
set -euo pipefail
exec 3<>/dev/tcp/localhost/9092
# length 10, api key 18, version 0, correlation id 1, no client id
printf '\0\0\0\12\0\22\0\0\0\0\0\1\377\377' >&3
[ "$(timeout 5 head -c 8 <&3 | od -An -tx1 | tr -d ' \n' | tail -c 8)" = 00000001 ]
