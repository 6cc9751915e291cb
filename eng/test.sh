# Sourced by ./sageserve: builds, runs every test program and adds up.

# Far above what the slowest takes (Gateway: 6 minutes alone): a project that takes longer hangs.
project_limit_s=1200

# These measure time: each runs alone. Of Acceptance only what has the trait; the rest runs beside others, under the project's own name.
runs_alone() { [[ "$1" == Acceptance.alone || "$1" == VllmEmulator ]]; }

run_project() {
  local name=$1 project=${1%.alone} filter=()
  shift
  local exe="$artifacts/bin/$project.Tests/release/SageServe.$project.Tests" out="$results/$name.txt"
  [[ "$name" == Acceptance ]] && filter=(-trait- runs=alone)
  [[ "$name" == Acceptance.alone ]] && filter=(-trait runs=alone)
  local started=$SECONDS status=0
  # Not from the caller's folder: a test must not depend on it.
  (cd -- "$root" && timeout --foreground -k 10 "$project_limit_s" \
    "$exe" -nologo -noColor -longRunning 120 -xml "$results/$name.xml" "${filter[@]}" "$@") >"$out" 2>&1 </dev/null || status=$?
  # What a test program that was killed had started is in the job's process group.
  if ((status == 124 || status == 137)); then
    trap '' TERM
    kill -TERM 0 || true
    trap - TERM
  fi
  # Renamed when whole, because its reader takes it as soon as it is there.
  printf '%s %s\n' "$status" "$((SECONDS - started))" >"$results/$name.status.new"
  mv -- "$results/$name.status.new" "$results/$name.status"
}

# One line a project; the whole of every failure.
report_project() {
  local name=$1 status seconds line total errors failed skipped not_run
  read -r status seconds <"$results/$name.status"
  line=$(grep -E 'Total: +[0-9]+, Errors: ' "$results/$name.txt" | tail -n 1 || true)
  if [[ "$line" =~ Total:\ *([0-9]+),\ Errors:\ *([0-9]+),\ Failed:\ *([0-9]+),\ Skipped:\ *([0-9]+),\ Not\ Run:\ *([0-9]+) ]]; then
    total=${BASH_REMATCH[1]} errors=${BASH_REMATCH[2]} failed=${BASH_REMATCH[3]} skipped=${BASH_REMATCH[4]} not_run=${BASH_REMATCH[5]}
    failed=$((failed + errors))
  elif [[ "$line" =~ Total:\ *0 ]] || grep -qE 'Total: 0$' "$results/$name.txt"; then
    total=0 failed=0 skipped=0 not_run=0
  else
    # It ended before it could count: that is one failure, whatever it had done.
    total=1 failed=1 skipped=0 not_run=0
  fi
  # The runner answers 8 when it found no test at all.
  ((status != 0 && status != 8 && failed == 0)) && failed=1 && total=$((total + 1))
  local passed=$((total - failed - skipped - not_run))
  printf '%-22s %4d passed %3d failed %3d skipped  %4d s\n' "$name" "$passed" "$failed" "$skipped" "$seconds"
  if ((status == 124 || status == 137)); then printf '%s hung: ended after %s s. What ran long is told below.\n' "$name" "$project_limit_s"; fi
  if ((failed > 0)); then
    grep -vE '^(Discovering|Discovered|Starting|Finished): ' -- "$artifacts/test-results/$name.txt" | sed '/\[SKIP\]/,+1d'
  fi
  passed_sum=$((passed_sum + passed)) failed_sum=$((failed_sum + failed)) skipped_sum=$((skipped_sum + skipped))
}

choose_projects() {
  local path name word
  for path in "$root"/tests/*.Tests; do
    name=$(basename -- "$path" .Tests)
    if (($# == 0)); then
      printf '%s\n' "$name"
      continue
    fi
    for word in "$@"; do
      # The name as a whole wins over a part, so that `gateway` is one project.
      [[ "${name,,}" == *"${word,,}"* ]] && printf '%s\n' "$name" && break
    done
  done
}

# Those that are not to run alone, the ones with the longest time ahead first.
longest_first() {
  local name long
  for long in Gateway Acceptance Cli; do
    for name in "$@"; do [[ "$name" == "$long" ]] && printf '%s\n' "$name"; done
  done
  for name in "$@"; do [[ "$name" == Gateway || "$name" == Acceptance || "$name" == Cli ]] || runs_alone "$name" || printf '%s\n' "$name"; done
}

# Tells of those that ended since it was last called.
report_finished() {
  local name left=()
  for name in "${batch[@]}"; do
    if [[ -f "$results/$name.status" ]]; then report_project "$name"; else left+=("$name"); fi
  done
  batch=("${left[@]}")
}

run_tests() {
  local words=() options=() projects name
  batch=()
  while (($# > 0)); do
    case $1 in
      --) shift; options=("$@"); break ;;
      -h | --help) usage; return 0 ;;
      -*) die "test does not know '$1'. Words are parts of project names; options for the test runner go after --." ;;
      *) words+=("$1") ;;
    esac
    shift
  done
  mapfile -t projects < <(choose_projects "${words[@]}")
  ((${#projects[@]} > 0)) || die "No test project's name contains: ${words[*]}. There are: $(choose_projects | paste -sd' ' -)"
  install_needs test || die "Then run the tests again."
  [[ " ${projects[*]} " == *" Gateway "* ]] && install_node_client && install_s3_server
  [[ " ${projects[*]} " == *" Kubernetes "* || " ${projects[*]} " == *" Chart "* ]] && install_node_client && install_kubectl
  with_build_lock ensure_all
  results="$artifacts/test-results"
  mkdir -p -- "$results"
  # The tests' own servers watch no appsettings.json either: each would take one of the 128 inotify instances that a user has.
  export DOTNET_hostBuilder__reloadConfigOnChange=false
  rm -f -- "$results"/*
  passed_sum=0 failed_sum=0 skipped_sum=0
  [[ " ${projects[*]} " == *" Acceptance "* ]] && projects+=(Acceptance.alone)
  # Each project is a job with a process group of its own, so that an interrupted run leaves nothing behind.
  set -m
  trap 'trap - INT TERM; for job in $(jobs -p); do kill -- "-$job" 2>/dev/null || true; done; exit 130' INT TERM
  # Two at a time (three were slower on two cores); the longest begins first, so that the others fit beside it.
  while read -r name; do
    (($(jobs -rp | wc -l) < 2)) || wait -n || true
    run_project "$name" "${options[@]}" &
    batch+=("$name")
    report_finished
  done < <(longest_first "${projects[@]}")
  wait
  report_finished
  for name in "${projects[@]}"; do
    runs_alone "$name" || continue
    run_project "$name" "${options[@]}" &
    wait
    report_project "$name"
  done
  local last="$passed_sum passed, $failed_sum failed"
  ((skipped_sum > 0)) && last+=", $skipped_sum skipped"
  printf '%s\n' "$last"
  ((failed_sum == 0)) || exit 1
}
