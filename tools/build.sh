#!/usr/bin/env bash
# Builds what is missing or stale, without tests:  tools/build.sh launcher | stack | evaluation | training
# Stale means: a source is newer than the stamp of the last build. Two builds of one checkout wait for each other.
set -euo pipefail

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build_state=$root/.signalbox/build

modules_of() {
  case $1 in
    launcher) echo "launcher" ;;
    evaluation | training) echo "$1" ;;
    stack) echo "infrastructure simulators router-service session-service agent-registry-service executor-service gateway-service" ;;
    *) echo "tools/build.sh: launcher, stack, evaluation or training, not $1" >&2; return 2 ;;
  esac
}

artefact_of() {
  case $1 in
    launcher | evaluation | training) echo "$1/target/$1.jar" ;;
    infrastructure | simulators) echo "$1/target/$1-run.jar" ;;
    *) echo "$1/target/quarkus-app/quarkus-run.jar" ;;
  esac
}

# Whose sources a target is made from beside its modules and contracts.
sources_of() {
  case $1 in evaluation | training) echo "router-service" ;; stack) echo "sandboxes" ;; esac
}

packaging() {
  # These use the router's plain classes.
  if [ "$1" = evaluation ] || [ "$1" = training ]; then echo "-Dquarkus.build.skip=true"; fi
}

# A start-up cache serves the jars that it was made with: classes loaded and linked ahead of time. A stack of its own runs
# for it (docs/operations/start-up.md); where that fails the services start without one.
train_start_up() {
  local log=$build_state/training.log launcher=$root/launcher/target
  if [ "${SIGNALBOX_AOT:-}" = off ]; then return 0; fi
  echo "  Start-up caches (once for each build)" >&2
  if ! "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m "-Dsignalbox.root=$root" \
    -cp "$launcher/launcher.jar:$launcher/lib/*" dev.signalbox.launcher.Main train start-up >"$log" 2>&1; then
    echo "  Start-up caches could not be made, services start more slowly without; $log says why" >&2
  fi
}

# Succeeds when the target must be built; says why on standard output. $1: checkout, $2: target.
stale() {
  local modules stamp module newer
  modules=$(modules_of "$2") || return 2
  stamp=$1/.signalbox/build/$2.stamp
  for module in $modules; do
    if [ ! -f "$1/$(artefact_of "$module")" ]; then echo "$module is not built yet"; return 0; fi
  done
  if [ ! -f "$stamp" ]; then echo "never built by this script"; return 0; fi
  # Folders count as well: their time changes when a file is added or deleted.
  for module in contracts $modules $(sources_of "$2"); do
    newer=$(find "$1/$module/pom.xml" "$1/$module/src" -newer "$stamp" ! -path '*/node_modules/*' 2>/dev/null | head -n 1)
    if [ -n "$newer" ]; then echo "${newer#"$1"/} changed"; return 0; fi
  done
  newer=$(find "$1/pom.xml" -newer "$stamp")
  if [ -n "$newer" ]; then echo "pom.xml changed"; return 0; fi
  return 1
}

take_lock() {
  local lock=$build_state/lock holder waited=0
  mkdir -p "$build_state"
  until mkdir "$lock" 2>/dev/null; do
    holder=$(cat "$lock/pid" 2>/dev/null || true)
    # Its holder was killed, or killed before it could say its number.
    if { [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; } || { [ -z "$holder" ] && [ "$waited" -gt 10 ]; }; then
      rm -rf "$lock"
      continue
    fi
    if [ "$waited" -eq 0 ]; then
      echo "Another build of this checkout is running (pid ${holder:-?}), waiting for it ..." >&2
    fi
    waited=$((waited + 1))
    sleep 1
  done
  echo $$ >"$lock/pid"
  trap 'rm -rf "$build_state/lock"' EXIT
}

# One line for each module; on a terminal also how many files were downloaded, because the first build takes minutes.
show_progress() {
  awk -v terminal="$1" '
    /Building Signalbox ::/ {
      sub(/^.*Building Signalbox :: */, ""); sub(/ +[0-9.]+(-SNAPSHOT)? */, " ");
      if (terminal) printf "\r\033[K"
      print "  " $0; fflush()
    }
    /^(\[INFO\] )?Downloaded from/ {
      count++
      if (terminal) { printf "\r\033[K  %d files downloaded", count; fflush() }
      else if (count % 200 == 0) { print "  " count " files downloaded"; fflush() }
    }
    END { if (terminal) printf "\r\033[K" }'
}

build() {
  local target=$1 why=$2 log=$build_state/$1.log modules started terminal=
  modules=$(modules_of "$target")
  [ -t 2 ] && terminal=1
  echo "Building $target ($why); the log is in $log" >&2
  started=$build_state/$target.started
  touch "$started"
  # Formatting would change sources, and with that make the build stale again.
  if ! "$root/mvnw" -f "$root/pom.xml" -B -DskipTests -Dspotless.apply.skip=true -Dspotless.check.skip=true $(packaging "$target") \
    -pl "$(echo "$modules" | tr ' ' ',')" -am package 2>&1 | tee "$log" | show_progress "$terminal" >&2; then
    echo "The build failed:" >&2
    grep -E '^\[ERROR\]' "$log" | head -n 20 >&2 || tail -n 20 "$log" >&2
    return 1
  fi
  if [ "$target" = stack ]; then
    rm -f "$root"/*/target/quarkus-app/app.aot*
    train_start_up
  fi
  mv "$started" "$build_state/$target.stamp"
}

main() {
  local target=${1:-stack} why
  why=$(stale "$root" "$target") || { [ $? -eq 1 ] && return 0 || return 2; }
  if [ "$target" = stack ]; then
    . "$root/tools/find-jdk.sh"
    find_jdk || return 1
    export JAVA_HOME
    if [ ! -f "$root/launcher/target/launcher.jar" ]; then "$root/tools/build.sh" launcher; fi
  fi
  take_lock
  # Whoever held the lock may have built it.
  why=$(stale "$root" "$target") || return 0
  build "$target" "$why"
}

# Sourced by tests for the functions alone.
if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  main "$@"
fi
