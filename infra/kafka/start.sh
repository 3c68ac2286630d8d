#!/bin/sh
# Starts a single broker, or one of three if the profile `cluster` is on. Compose cannot tell a service which
# profiles are on, so a service of that profile writes the cluster's members to a file before any broker starts.
set -eu
members=/mnt/shared/config/cluster
if [ -f "$members" ]; then
  KAFKA_CONTROLLER_QUORUM_VOTERS=$(cat "$members")
  copies=3 in_sync=2
  # While a dead broker counts as an in-sync replica, nothing is acknowledged. The defaults add up to more than 10 s; these
  # settings to 5 s at most (npm run chaos -- --only kafka-broker-away).
  export KAFKA_BROKER_SESSION_TIMEOUT_MS=2000 KAFKA_BROKER_HEARTBEAT_INTERVAL_MS=500
  export KAFKA_CONTROLLER_QUORUM_FETCH_TIMEOUT_MS=1000 KAFKA_CONTROLLER_QUORUM_ELECTION_TIMEOUT_MS=500
  export KAFKA_CONTROLLER_QUORUM_ELECTION_BACKOFF_MAX_MS=500
else
  KAFKA_CONTROLLER_QUORUM_VOTERS=$KAFKA_NODE_ID@kafka-$KAFKA_NODE_ID:9093
  copies=1 in_sync=1
fi
export KAFKA_CONTROLLER_QUORUM_VOTERS
export KAFKA_DEFAULT_REPLICATION_FACTOR=$copies KAFKA_MIN_INSYNC_REPLICAS=$in_sync
export KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR=$copies
export KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR=$copies KAFKA_TRANSACTION_STATE_LOG_MIN_ISR=$in_sync
exec /etc/kafka/docker/run
