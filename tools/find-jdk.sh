# Sets JAVA_HOME to a JDK of at least 25, or says what to install. Sourced by mvnw and signalbox.

is_jdk_25() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 1
  major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ -n "$major" ] && [ "$major" -ge 25 ]
}

find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && is_jdk_25 "$JAVA_HOME"; then return 0; fi
  on_path=$(command -v javac 2>/dev/null || true)
  if [ -n "$on_path" ]; then
    on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")
    on_path=${on_path%/bin/javac}
  fi
  for candidate in "$on_path" \
    /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/java/* /opt/jdk* /opt/*jdk* /usr/local/*jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if [ -n "$candidate" ] && is_jdk_25 "$candidate"; then
      JAVA_HOME=$candidate
      return 0
    fi
  done
  cat >&2 <<'TEXT'
Signalbox needs a JDK 25 or newer and found none in JAVA_HOME, on the path or in the usual folders.
Install one, for example "apt install openjdk-25-jdk", "brew install openjdk@25" or "sdk install java 25-tem",
or set JAVA_HOME to where it is, and try again.
TEXT
  return 1
}
