package dev.signalbox.executor.adapter.e2b;

/** What runs in sandboxes beside the programs of tasks: for a plain shell, and such that it may run again. */
final class Scripts {

    /** What all processes are marked with, so that they can be found and killed wherever they hide. */
    static final String VARIABLE = "SIGNALBOX_PROCESS";

    /**
     * Runs a program, {@code $3} and on, with the file {@code $2} as its input, and writes its exit code down: to a file, and
     * behind a mark that has the name {@code $1} to both streams.
     */
    static final String WRAPPER = """
            _sb_mark=$1 _sb_input=$2; shift 2
            exec 3>&2 2>/dev/null
            if [ -n "$_sb_input" ]; then exec 0<"$_sb_input"; rm -f -- "$_sb_input"; fi
            "$@" 2>&3 3>&-
            _sb_code=$?
            echo "$_sb_code" >"/tmp/.signalbox-$_sb_mark.exit"
            printf '\\001%s:%s\\n' "$_sb_mark" "$_sb_code"
            printf '\\001%s:%s\\n' "$_sb_mark" "$_sb_code" >&3
            exit "$_sb_code"
            """;

    /** Kills until nothing is left that carries the variable with this value, or with any when there is none. */
    static final String KILLER = """
            for _ in 1 2 3 4 5 6 7 8 9 10; do
              found=
              for file in $(grep -lz "^SIGNALBOX_PROCESS=$1" /proc/[0-9]*/environ 2>/dev/null); do
                pid=${file#/proc/}; kill -KILL "${pid%/environ}" 2>/dev/null && found=1
              done
              [ -z "$found" ] && exit 0
            done
            exit 1
            """;

    /** Kills for lack of memory since the machine was started; a microVM has a kernel of its own. */
    static final String OOM_KILLS = "grep '^oom_kill ' /proc/vmstat; true";

    /** Makes the working folder and says where it is. */
    static final String OPEN = "mkdir -p -- \"$1\" && cd -- \"$1\" && pwd -P && { " + OOM_KILLS + "; }";

    /** Makes files programs. */
    static final String EXECUTABLE = "chmod +x -- \"$@\"";

    private Scripts() {}
}
