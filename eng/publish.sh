# Sourced by ./sageserve: single-file programs that need no .NET on their machine, an archive with checksums for each platform.

publish_usage() {
  cat <<'TEXT'
Usage: ./sageserve publish [--rid RID]... [--out DIR] [--sbom]

Publishes gateway, scaler, command line and emulator as single files with the runtime inside, and packs them.

  --rid RID   linux-x64 or linux-arm64; several may be named. Default: both.
  --out DIR   default: artifacts/dist. Gets sageserve-VERSION-RID.tar.gz, and SHA256SUMS of all of them.
  --sbom      also writes SageServe.PROGRAM.cdx.json, what each program is made of (CycloneDX 1.6), by OWASP's cdxgen from npm.

Examples:
  ./sageserve publish
  ./sageserve publish --rid linux-x64 --out release --sbom
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

# cdxgen reads what the build resolved, so that the list has the packages' packages too, and asks nobody for anything.
write_sboms() {
  local out=$1 version=$2 tool="$artifacts/tools/cdxgen" project
  if [[ ! -x "$tool/node_modules/.bin/cdxgen" ]]; then
    command -v npm >/dev/null || die "--sbom needs npm, which brings cdxgen."
    mkdir -p -- "$tool"
    quietly "Installing cdxgen" "$artifacts/cdxgen.log" npm install --prefix "$tool" --ignore-scripts --omit=optional --no-audit --no-fund '@cyclonedx/cdxgen@12.8.4' || die "npm reaches no registry: there is no SBOM." 1
  fi
  for project in Gateway Scaler VllmEmulator Cli; do
    FETCH_LICENSE=false "$tool/node_modules/.bin/cdxgen" --type dotnet --no-install-deps --spec-version 1.6 --project-name "SageServe.$project" --project-version "$version" \
      --output "$out/SageServe.$project.cdx.json" "$artifacts/obj/$project" >>"$artifacts/cdxgen.log" 2>&1 && [[ -s "$out/SageServe.$project.cdx.json" ]] ||
      die "cdxgen wrote no SBOM of $project; the log is $artifacts/cdxgen.log" 1
    say "$out/SageServe.$project.cdx.json"
  done
}

run_publish() {
  local rids=() out="$artifacts/dist" sbom=0 rid version name work
  while (($# > 0)); do
    case $1 in
      --rid) [[ "${2:-}" == linux-x64 || "${2:-}" == linux-arm64 ]] || die "--rid takes linux-x64 or linux-arm64, not '${2:-}'."; rids+=("$2"); shift 2 ;;
      --out) [[ -n "${2:-}" ]] || die "--out takes a folder."; out=$2; shift 2 ;;
      --sbom) sbom=1; shift ;;
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
  ((sbom == 0)) || write_sboms "$out" "$version"
  (cd -- "$out" && sha256sum -- *.tar.gz $( ((sbom == 0)) || printf "%s\n" *.cdx.json) > SHA256SUMS)
}
