# Sourced by ./sageserve: single-file programs that need no .NET on their machine, an archive with checksums for each platform.

publish_usage() {
  cat <<'TEXT'
Usage: ./sageserve publish [--rid RID]... [--out DIR]

Publishes gateway, scaler, command line and emulator as single files with the runtime inside, and packs them.

  --rid RID   linux-x64 or linux-arm64; several may be named. Default: both.
  --out DIR   default: artifacts/dist. Gets sageserve-VERSION-RID.tar.gz, and SHA256SUMS of all of them.

Examples:
  ./sageserve publish
  ./sageserve publish --rid linux-x64 --out release
TEXT
}

publish_one() {
  local rid=$1 folder=$2 project
  for project in Gateway Scaler VllmEmulator Cli; do
    # One restore for each platform and project: the runtime's packages differ.
    "$dotnet" publish "$root/src/$project" -c Release -r "$rid" --self-contained -p:PublishSingleFile=true -p:DebugType=none \
      -p:ErrorOnDuplicatePublishOutputFiles=false -o "$folder" --nologo -v q -clp:ErrorsOnly || return 1
  done
  mv -- "$folder/SageServe.Cli" "$folder/sageserve"
  cp -- "$root/README.md" "$root/LICENSE" "$folder/"
}

run_publish() {
  local rids=() out="$artifacts/dist" rid version name work
  while (($# > 0)); do
    case $1 in
      --rid) [[ "${2:-}" == linux-x64 || "${2:-}" == linux-arm64 ]] || die "--rid takes linux-x64 or linux-arm64, not '${2:-}'."; rids+=("$2"); shift 2 ;;
      --out) [[ -n "${2:-}" ]] || die "--out takes a folder."; out=$2; shift 2 ;;
      -h | --help) publish_usage; return 0 ;;
      *) die "publish does not know '$1'. ./sageserve publish --help shows what it takes." ;;
    esac
  done
  ((${#rids[@]} > 0)) || rids=(linux-x64 linux-arm64)
  version=$("$dotnet" msbuild "$root/src/Cli/Cli.csproj" -getProperty:Version)
  mkdir -p -- "$out"
  for rid in "${rids[@]}"; do
    name="sageserve-$version-$rid"
    work=$(mktemp -d)
    mkdir -- "$work/$name"
    quietly "Publishing $name" "$artifacts/publish-$rid.log" publish_one "$rid" "$work/$name" || { rm -rf -- "$work"; die "publishing for $rid failed; the log is $artifacts/publish-$rid.log" 1; }
    tar -C "$work" -czf "$out/$name.tar.gz" -- "$name"
    rm -rf -- "$work"
    say "$out/$name.tar.gz"
  done
  (cd -- "$out" && sha256sum -- sageserve-*.tar.gz > SHA256SUMS)
}
