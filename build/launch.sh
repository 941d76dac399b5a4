# Sourced by the scripts that run a module's main class with Java itself. Needs a JDK from 17 on; and Maven from 3.8 on,
# which it calls the first time and whenever a source has changed.
#
#   prepare MODULE   builds what is missing; then $java is the JVM, $root the repository, $class_path what to run with

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

fail() {
    printf '%s\n' "$@" >&2
    exit 2
}

require_jdk() {
    local version
    version="$("$java" -version 2>&1 | sed -n 's/^[a-z]* version "\([0-9]*\).*/\1/p' | head -n 1)" || true
    if [[ -z "$version" || "$version" -lt 17 ]]; then
        fail "JDK ${version:-(none found)} at '$java' is too old; install JDK 17 or later and put it on the PATH, or set JAVA_HOME"
    fi
}

# Whether everything is built and no source is younger than the start of that build.
up_to_date() {
    local class_path_file="$1" changed entry entries
    [[ -s "$class_path_file" ]] || return 1
    changed="$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main -newer "$class_path_file" -print -quit)"
    [[ -z "$changed" ]] || return 1
    IFS=: read -ra entries <"$class_path_file"
    for entry in "${entries[@]}"; do
        [[ -e "$entry" ]] || return 1
    done
}

compile() {
    local module="$1" class_path_file="$2"
    local stamp="$class_path_file.stamp" log="$root/$module/target/run-build.log"
    command -v mvn >/dev/null ||
        fail "Maven is not on the PATH, and '$module' must be built first; install Maven 3.8 or later"
    mkdir -p "$root/$module/target"
    rm -f "$class_path_file"
    touch "$stamp"
    echo "Building what '$module' needs. The first time, Maven downloads some 250 MB, and says nothing meanwhile." >&2
    if ! (cd "$root" && mvn -B -Djacoco.skip -pl "$module" -am process-classes \
        -D"$module".class-path="$class_path_file") | tee "$log" |
        awk '/^\[INFO\] Building Jerboa/ { sub(/^\[INFO\] /, "  "); print; fflush() }' >&2; then
        fail "The build failed; $log has all of it:" "$(grep '^\[ERROR\]' "$log" | head -n 20)"
    fi
    touch -r "$stamp" "$class_path_file"
    rm -f "$stamp"
}

prepare() {
    local module="$1"
    local class_path_file="$root/$module/target/run.class-path"
    require_jdk
    up_to_date "$class_path_file" || compile "$module" "$class_path_file"
    class_path="$root/$module/target/classes:$(<"$class_path_file")"
}
