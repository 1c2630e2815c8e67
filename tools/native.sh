#!/usr/bin/env bash
# ./signalbox native: builds services as GraalVM native images, with a native-image of this machine or in a container.
set -euo pipefail
root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
all="gateway-service router-service session-service executor-service agent-registry-service"

usage() {
  cat <<'USAGE'
Usage: ./signalbox native [--check] [--container | --local] [SERVICE...]
Builds services as native executables: SERVICE/target/SERVICE-<version>-runner. All five when none is named.
  SERVICE      gateway, router, session, executor, registry (or the module's name)
  --local      with the native-image of GRAALVM_HOME, JAVA_HOME or the PATH (GraalVM or Mandrel for JDK 25.0)
  --container  with Docker or Podman, in Quarkus' builder image; the executable is for Linux
               Default: the local one where there is one, a container otherwise.
  --check      builds no executable: lets Quarkus write all that native-image would be given, and checks it. Needs
               neither GraalVM nor a container engine.
Each service takes some minutes and up to 8 GB of memory. docs/operations/native.md says more.
USAGE
}

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

mode=
services=()
for argument in "$@"; do
  case $argument in
    -h | --help) usage; exit 0 ;;
    --check) mode=check ;;
    --local) mode=local ;;
    --container) mode=container ;;
    gateway | router | session | executor) services+=("$argument-service") ;;
    registry | agent-registry) services+=(agent-registry-service) ;;
    -*) usage >&2; exit 2 ;;
    *)
      case " $all " in
        *" $argument "*) services+=("$argument") ;;
        *)
          printf 'There is no service %s: gateway, router, session, executor, registry.\n' "$argument" >&2
          exit 2
          ;;
      esac
      ;;
  esac
done
[ "${#services[@]}" -gt 0 ] || read -r -a services <<<"$all"
modules=$(IFS=,; printf '%s' "${services[*]}")

# A GraalVM of this machine, as Quarkus looks for it.
local_native_image() {
  local home
  for home in "${GRAALVM_HOME:-}" "${JAVA_HOME:-}"; do
    if [ -n "$home" ] && [ -x "$home/bin/native-image" ]; then
      printf '%s\n' "$home/bin/native-image"
      return 0
    fi
  done
  command -v native-image 2>/dev/null
}

# The client alone builds nothing: the engine must answer.
container_engine() {
  local engine
  for engine in docker podman; do
    if command -v "$engine" >/dev/null 2>&1 && timeout 20 "$engine" info >/dev/null 2>&1; then
      printf '%s\n' "$engine"
      return 0
    fi
  done
  return 1
}

build() {
  "$root/mvnw" -f "$root/pom.xml" -B -ntp -DskipTests -Dspotless.apply.skip=true -Dnative -pl "$modules" -am "$@" package
}

if [ "$mode" = check ]; then
  printf 'Lets Quarkus write what native-image would be given for: %s\n' "${services[*]}"
  build -q -Dquarkus.native.sources-only=true -Dquarkus.native.include-reasons-in-config-files=true
  "$root/mvnw" -f "$root/pom.xml" -B -ntp -q -pl contracts -Dtest=NativeSourcesTest -Dspotless.apply.skip=true \
    "-Dnative.sources=$modules" test
  printf '%s\n' "Ready to be built, as far as that can be seen without native-image."
  exit 0
fi

if [ -z "$mode" ]; then
  if local_native_image >/dev/null; then mode=local; elif container_engine >/dev/null; then mode=container; else mode=none; fi
fi
case $mode in
  local)
    found=$(local_native_image) || fail "No native-image in GRAALVM_HOME, JAVA_HOME or on the PATH." \
      "Install GraalVM or Mandrel for JDK 25.0 and set GRAALVM_HOME to it, or start Docker and use --container."
    version=$("$found" --version 2>/dev/null | head -n 1)
    case $version in
      *" 25.0."* | *" 25 "*) ;;
      *) fail "$found says: $version" "Signalbox needs GraalVM or Mandrel for JDK 25.0 (25.1 breaks Quarkus 3.34)." ;;
    esac
    printf 'Builds with %s: %s\n' "$version" "${services[*]}"
    GRAALVM_HOME=$(cd -P "$(dirname "$found")/.." && pwd)
    export GRAALVM_HOME
    build
    ;;
  container)
    engine=$(container_engine) || fail "Neither docker nor podman has an engine that answers." \
      "Start one (docker info must succeed), or install GraalVM for JDK 25.0 and use --local."
    printf 'Builds in a container with %s: %s\n' "$engine" "${services[*]}"
    build -Dquarkus.native.container-build=true "-Dquarkus.native.container-runtime=$engine"
    ;;
  none)
    fail "A native image needs one of these, and neither is here:" \
      "  - GraalVM or Mandrel for JDK 25.0: set GRAALVM_HOME to its folder, or put native-image on the PATH;" \
      "  - Docker or Podman with an engine that answers (docker info): the build runs in Quarkus' builder image." \
      "./signalbox native --check says, without either, whether the services are ready to be built."
    ;;
esac

for service in "${services[@]}"; do
  for executable in "$root/$service"/target/*-runner; do
    [ -x "$executable" ] && printf '%s  %s MB\n' "${executable#"$root"/}" "$(($(wc -c <"$executable") / 1000000))"
  done
done
printf '%s\n' "Run one as it is (the settings are the same), or put it into an image: docker/README.md."
