{{/* The configuration of the gateway as the program reads it. */}}
{{- define "sageserve.gatewayConfig" -}}
{{- $full := include "sageserve.fullname" . -}}
{{- $gateway := dict
  "Region" .Values.region.name
  "PublicUrl" (printf "http://%s:8080" (include "sageserve.everyAddress" .))
  "AdminUrl" (printf "http://%s:9080" (include "sageserve.everyAddress" .))
  "AdminKeyFile" "/etc/sageserve/secrets/admin-key"
  "CatalogFile" "/etc/sageserve/config/catalog.json"
  "DataDirectory" "/var/lib/sageserve" -}}
{{- if include "sageserve.sidecar" . -}}
{{- $_ := set $gateway "FleetFile" "/var/run/sageserve/fleet.json" -}}
{{- $_ := set $gateway "PlanFile" "/var/run/sageserve/plan.json" -}}
{{- $_ := set $gateway "Fleet" (dict "Source" "file") -}}
{{- $_ := set $gateway "ScalerAdminUrl" "http://127.0.0.1:9180" -}}
{{- else -}}
{{- $_ := set $gateway "Fleet" (dict "Source" "kubernetes" "Kubernetes" (include "sageserve.fleetSelectors" . | fromYaml)) -}}
{{- if include "sageserve.ownScaler" . -}}
{{- $_ := set $gateway "PlanConfigMap" (printf "%s-plan" $full) -}}
{{- $_ := set $gateway "ScalerAdminUrl" (printf "http://%s-scaler:9180" $full) -}}
{{- end -}}
{{- end -}}
{{- if include "sageserve.redis" . -}}
{{- $_ := set $gateway "Store" (dict "Kind" "redis" "Redis" (include "sageserve.redisAddress" .)) -}}
{{- $_ := set $gateway "Quota" (dict "Redis" (include "sageserve.redisAddress" .)) -}}
{{- if include "sageserve.several" . -}}
{{- $_ := set $gateway "Siblings" (dict "Redis" (include "sageserve.redisAddress" .)) -}}
{{- $count := ternary (int .Values.gateway.autoscaling.minReplicas) (int .Values.gateway.replicaCount) .Values.gateway.autoscaling.enabled -}}
{{- $_ := set $gateway "Routing" (dict "Gateways" $count) -}}
{{- end -}}
{{- end -}}
{{- if include "sageserve.sharedFiles" . -}}
{{- $_ := set $gateway "Files" (dict "Folder" "/var/lib/sageserve-files" "Shared" true) -}}
{{- end -}}
{{- if eq .Values.auth.keys "secret" -}}
{{- $_ := set $gateway "KeysFile" "/etc/sageserve/secrets/keys.json" -}}
{{- else if eq .Values.auth.keys "redis" -}}
{{- $_ := set $gateway "KeysRedis" (include "sageserve.redisAddress" .) -}}
{{- end -}}
{{- if include "sageserve.engineKey" . -}}
{{- $_ := set $gateway "Forwarding" (dict "EngineKeyFile" "/etc/sageserve/secrets/engine-key") -}}
{{- end -}}
{{- with .Values.peers -}}
{{- $peers := list -}}
{{- range . -}}
{{- $peer := dict "Region" .region "Url" .url -}}
{{- with .adminUrl -}}{{- $_ := set $peer "AdminUrl" . -}}{{- end -}}
{{- $peers = append $peers $peer -}}
{{- end -}}
{{- $_ := set $gateway "Peers" $peers -}}
{{- end -}}
{{- $all := dict "Gateway" $gateway "Drain" (include "sageserve.drain" . | fromYaml) "Logging" (dict "LogLevel" (dict "Default" "Information")) -}}
{{ mustMergeOverwrite $all (deepCopy .Values.gateway.config) | toPrettyJson }}
{{- end }}

{{- define "sageserve.foreignEngines" -}}
{{- $foreign := "" -}}
{{- range .Values.engines -}}{{- if not .deploy -}}{{- $foreign = "true" -}}{{- end -}}{{- end -}}
{{ $foreign }}
{{- end }}

{{/* Whom the gateway takes for its engines. Those of the chart bear the release; others are told by the product's labels alone. */}}
{{- define "sageserve.fleetSelectors" -}}
{{- $own := ternary "" (printf ",app.kubernetes.io/instance=%s" .Release.Name) (eq "true" (include "sageserve.foreignEngines" .)) -}}
EndpointSelector: {{ default (printf "sageserve.io/fleet=true%s" $own) .Values.fleet.endpointSelector | quote }}
PodSelector: {{ default (printf "sageserve.io/accelerator%s" $own) .Values.fleet.podSelector | quote }}
{{- end }}

{{- define "sageserve.engineKey" -}}{{ if or .Values.secrets.engineKey .Values.secrets.useEngineKey }}true{{ end }}{{- end }}

{{- define "sageserve.redisAddress" -}}
{{- if .Values.redis.enabled -}}{{ include "sageserve.fullname" . }}-redis:6379{{- else -}}{{ .Values.externalRedis.host }}:{{ .Values.externalRedis.port }}{{- end -}}
{{- end }}

{{/* Of the client's options beside the address; the password comes from the environment. */}}
{{- define "sageserve.redisOptions" -}}
{{- if or .Values.redis.enabled .Values.externalRedis.passwordSecret.name -}},password=$(REDIS_PASSWORD){{- end -}}
{{- if and (not .Values.redis.enabled) .Values.externalRedis.tls.enabled -}},ssl=true{{- with .Values.externalRedis.tls.serverName -}},sslHost={{ . }}{{- end -}}{{- end -}}
{{- end }}

{{/* The catalog: what `region` and `engines` say, with the value `catalog` over it. */}}
{{- define "sageserve.catalog" -}}
{{- $region := .Values.region.name -}}
{{- $pools := list -}}
{{- $names := list -}}
{{- $room := dict -}}
{{- range .Values.engines -}}
{{- $id := dict "deployment" (dict "model" .model "region" $region) "accelerator" .accelerator "capacityType" (default "OnDemand" .capacityType) "revision" (default "main" .revision) -}}
{{- $most := int .maxReplicas -}}
{{- $least := int (default 0 .minReplicas) -}}
{{- $pools = append $pools (dict "id" $id "minReplicas" $least "maxReplicas" $most "initialReplicas" (int (ternary .initialReplicas (max 1 $least) (hasKey . "initialReplicas")))) -}}
{{- $names = append $names .model -}}
{{- $_ := set $room .accelerator (add (int (default 0 (get $room .accelerator))) $most) -}}
{{- end -}}
{{- $capacity := list -}}
{{- range $accelerator, $replicas := $room -}}
{{- $capacity = append $capacity (dict "accelerator" $accelerator "replicas" $replicas) -}}
{{- end -}}
{{- $served := list -}}
{{- range uniq $names -}}{{- $served = append $served (dict "name" . "model" .) -}}{{- end -}}
{{- $all := dict "regions" (list (dict "id" $region "capacity" $capacity "links" list)) "pools" $pools "servedNames" $served -}}
{{ mustMergeOverwrite $all (deepCopy .Values.catalog) | toPrettyJson }}
{{- end }}
