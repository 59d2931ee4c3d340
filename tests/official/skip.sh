# Sourced by scripts that need what may not be here. `what` says what is left out then; `skip WHY` says so loudly and
# ends well.

skip() {
    printf '\n%s\n%s\n%s\n\n' \
        '****************************************************************' \
        "SKIPPED: $what: $1" \
        '****************************************************************' >&2
    exit 0
}
