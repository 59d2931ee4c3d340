# Sourced after skip.sh by scripts that need a package from npm. `packages_of FOLDER PACKAGE@VERSION` installs it there, once.

packages_of() {
    command -v node >/dev/null || skip 'node is not installed'
    command -v npm >/dev/null || skip 'npm is not installed'
    [ "$(node --print 'parseInt(process.versions.node)')" -ge 18 ] || skip 'node is older than 18'
    if [ ! -d "$1/node_modules/${2%@*}" ]; then
        mkdir -p "$1"
        npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$1" "$2" \
            || skip "$2 cannot be installed from npm"
    fi
    [ -f "$1/package.json" ] || echo '{}' > "$1/package.json"
}
