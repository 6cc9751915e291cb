{{/* The configuration of the scaler as the program reads it. */}}
{{- define "sageserve.scalerConfig" -}}
{{- $full := include "sageserve.fullname" . -}}
{{- $state := ternary "/var/run/sageserve" "/var/lib/sageserve" (eq .Values.scaler.mode "sidecar") -}}
{{- $workloads := list -}}
{{- range .Values.engines -}}
{{- $workload := dict "Model" .model "Accelerator" .accelerator "CapacityType" (default "OnDemand" .capacityType) "Revision" (default "main" .revision) "Kind" (default "deployment" .kind) -}}
{{- $_ := set $workload "Name" (ternary (include "sageserve.engineName" (dict "root" $ "engine" .)) .name (default false .deploy)) -}}
{{- $workloads = append $workloads $workload -}}
{{- end -}}
{{- $cluster := dict
  "Region" .Values.region.name
  "PortName" "http"
  "GatewaySelector" (include "sageserve.selector" (dict "root" . "component" "gateway") | fromYaml | include "sageserve.selectorText")
  "GatewayPort" 9080
  "AdminKeyFile" "/etc/sageserve/secrets/admin-key"
  "Workloads" $workloads -}}
{{- if eq .Values.scaler.mode "sidecar" -}}{{- $_ := set $cluster "FleetFile" "/var/run/sageserve/fleet.json" -}}{{- end -}}
{{- $regional := dict "Region" .Values.region.name "Leases" (dict "Kind" "kubernetes" "PacingName" (printf "%s-pacing" $full) "PlanningName" (printf "%s-planning" $full) "PlanName" (printf "%s-plan" $full)) -}}
{{- with .Values.peers -}}
{{- $peers := list -}}
{{- range . -}}{{- $peers = append $peers (dict "Region" .region "Url" .scalerUrl) -}}{{- end -}}
{{- $_ := set $regional "Url" (printf "http://%s:9181" (include "sageserve.everyAddress" $)) -}}
{{- $_ := set $regional "SecretFile" "/etc/sageserve/secrets/peer-secret" -}}
{{- $_ := set $regional "Peers" $peers -}}
{{- end -}}
{{- $scaler := dict
  "AdminUrl" (printf "http://%s:9180" (include "sageserve.everyAddress" .))
  "CatalogFile" "/etc/sageserve/config/catalog.json"
  "DryRun" .Values.scaler.dryRun
  "PlanFile" (printf "%s/plan.json" $state)
  "Source" (include "sageserve.source" . | fromYaml)
  "Actuator" (dict "Kind" "kubernetes" "DrainLimit" "00:10:00" "ReconcileInterval" "00:00:01" "Kubernetes" $cluster)
  "Regional" $regional -}}
{{- $all := dict "Scaler" $scaler "Logging" (dict "LogLevel" (dict "Default" "Information")) -}}
{{ mustMergeOverwrite $all (deepCopy .Values.scaler.config) | toPrettyJson }}
{{- end }}

{{- define "sageserve.selectorText" -}}
{{- $parts := list -}}
{{- range $key, $value := . -}}{{- $parts = append $parts (printf "%s=%s" $key $value) -}}{{- end -}}
{{ join "," $parts }}
{{- end }}

{{- define "sageserve.source" -}}
Kind: {{ .Values.scaler.source.kind }}
{{- if eq .Values.scaler.source.kind "prometheus" }}
PrometheusUrl: {{ .Values.scaler.source.prometheusUrl | quote }}
{{- if .Values.scaler.source.bearerToken }}
Login: { BearerTokenFile: /etc/sageserve/secrets/prometheus-token }
{{- end }}
{{- else }}
Gateways:
  - Region: {{ .Values.region.name | quote }}
    AdminUrl: {{ ternary "http://127.0.0.1:9080" (printf "http://%s-admin:%d" (include "sageserve.fullname" .) (int .Values.adminService.port)) (eq .Values.scaler.mode "sidecar") }}
{{- end }}
{{- end }}

{{/* dict root, engine. */}}
{{- define "sageserve.engineName" -}}
{{ include "sageserve.fullname" .root }}-{{ .engine.name }}
{{- end }}

{{/* Values that do not go together, told in a sentence each. */}}
{{- define "sageserve.checks" -}}
{{- if include "sageserve.several" . -}}
{{- if not (include "sageserve.redis" .) -}}{{- fail "Several gateways share limits and patient work through Redis: set redis.enabled or externalRedis.host, or gateway.replicaCount to 1 without autoscaling." -}}{{- end -}}
{{- if and (not (include "sageserve.sharedFiles" .)) (ne (dig "Gateway" "Files" "Kind" "folder" .Values.gateway.config) "s3") -}}{{- fail "Several gateways need files that all of them have: set gateway.persistence with accessModes [ReadWriteMany], or gateway.config.Gateway.Files with Kind s3." -}}{{- end -}}
{{- if and .Values.scaler.enabled (eq .Values.scaler.source.kind "scrape") (not (dig "Scaler" "Source" "Gateways" list .Values.scaler.config)) -}}{{- fail "scaler.source.kind scrape reads one gateway, and there are several: set scaler.source.kind to prometheus, with prometheusUrl." -}}{{- end -}}
{{- end -}}
{{- if and .Values.scaler.enabled (eq .Values.scaler.source.kind "prometheus") (not .Values.scaler.source.prometheusUrl) -}}{{- fail "scaler.source.kind is prometheus: set scaler.source.prometheusUrl." -}}{{- end -}}
{{- if and (eq .Values.auth.keys "redis") (not (include "sageserve.redis" .)) -}}{{- fail "auth.keys is redis: set redis.enabled or externalRedis.host." -}}{{- end -}}
{{- if and (eq .Values.auth.keys "secret") (not .Values.secrets.existingSecret) (not .Values.secrets.keysJson) -}}{{- fail "auth.keys is secret: set secrets.existingSecret (with the key keys.json) or secrets.keysJson." -}}{{- end -}}
{{- if and .Values.redis.enabled .Values.externalRedis.host -}}{{- fail "redis.enabled and externalRedis.host exclude each other: there is one Redis." -}}{{- end -}}
{{- if and .Values.peers (not .Values.secrets.existingSecret) (not .Values.secrets.peerSecret) -}}{{- fail "peers need the same peer secret in every region: set secrets.existingSecret or secrets.peerSecret." -}}{{- end -}}
{{- range .Values.peers -}}{{- if and $.Values.scaler.enabled (not .scalerUrl) -}}{{- fail (printf "peers: %s has no scalerUrl, and scaler.enabled is true." .region) -}}{{- end -}}{{- end -}}
{{- $seen := dict -}}
{{- range .Values.engines -}}{{- if hasKey $seen .name -}}{{- fail (printf "engines: '%s' stands there twice." .name) -}}{{- end -}}{{- $_ := set $seen .name true -}}{{- end -}}
{{- end }}
