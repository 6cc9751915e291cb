{{/* Names. 40 characters at most, so that every suffix of the chart fits into 63; a long one is told apart by its hash. */}}
{{- define "sageserve.short" -}}
{{- if gt (len .) 40 -}}{{ printf "%s-%s" (trunc 31 . | trimSuffix "-") (sha256sum . | trunc 8) }}{{- else -}}{{ trimSuffix "-" . }}{{- end -}}
{{- end }}

{{- define "sageserve.name" -}}
{{ include "sageserve.short" (default .Chart.Name .Values.nameOverride) }}
{{- end }}

{{- define "sageserve.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if .Values.fullnameOverride -}}{{ include "sageserve.short" .Values.fullnameOverride }}
{{- else if contains $name .Release.Name -}}{{ include "sageserve.short" .Release.Name }}
{{- else -}}{{ include "sageserve.short" (printf "%s-%s" .Release.Name $name) }}
{{- end -}}
{{- end }}

{{/* Labels that choose pods: dict root, component. */}}
{{- define "sageserve.selector" -}}
app.kubernetes.io/name: {{ include "sageserve.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "sageserve.labels" -}}
{{ include "sageserve.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/part-of: sageserve
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* dict root, image. */}}
{{- define "sageserve.image" -}}
{{- with .image.registry }}{{ . }}/{{ end }}{{ .image.repository }}:{{ default .root.Chart.AppVersion .image.tag }}
{{- end }}

{{- define "sageserve.pullSecrets" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- end }}

{{- define "sageserve.secretName" -}}
{{ default (printf "%s-secrets" (include "sageserve.fullname" .)) .Values.secrets.existingSecret }}
{{- end }}

{{/* Who runs beside what; "true" or nothing. */}}
{{- define "sageserve.scaler" -}}{{ if .Values.scaler.enabled }}true{{ end }}{{- end }}
{{- define "sageserve.sidecar" -}}{{ if and .Values.scaler.enabled (eq .Values.scaler.mode "sidecar") }}true{{ end }}{{- end }}
{{- define "sageserve.ownScaler" -}}{{ if and .Values.scaler.enabled (eq .Values.scaler.mode "deployment") }}true{{ end }}{{- end }}
{{- define "sageserve.several" -}}{{ if or (gt (int .Values.gateway.replicaCount) 1) .Values.gateway.autoscaling.enabled }}true{{ end }}{{- end }}
{{- define "sageserve.redis" -}}{{ if or .Values.redis.enabled .Values.externalRedis.host }}true{{ end }}{{- end }}
{{- define "sageserve.claim" -}}{{ if or .Values.gateway.persistence.enabled .Values.gateway.persistence.existingClaim }}true{{ end }}{{- end }}
{{- define "sageserve.sharedFiles" -}}{{ if and (include "sageserve.claim" .) (has "ReadWriteMany" .Values.gateway.persistence.accessModes) }}true{{ end }}{{- end }}

{{/* The gateway watches the API server, unless the scaler beside it writes the fleet down or its own configuration says otherwise. */}}
{{- define "sageserve.gatewayWatches" -}}
{{- $source := dig "Gateway" "Fleet" "Source" "" .Values.gateway.config -}}
{{- if $source -}}{{ if eq $source "kubernetes" }}true{{ end }}{{- else if not (include "sageserve.sidecar" .) -}}true{{- end -}}
{{- end }}

{{- define "sageserve.gatewayAccount" -}}
{{- $own := .Values.gateway.serviceAccount -}}
{{- if include "sageserve.sidecar" . -}}{{ include "sageserve.scalerAccount" . }}
{{- else if $own.name -}}{{ $own.name }}
{{- else if $own.create -}}{{ include "sageserve.fullname" . }}-gateway
{{- else -}}default
{{- end -}}
{{- end }}

{{- define "sageserve.scalerAccount" -}}
{{- $own := .Values.scaler.serviceAccount -}}
{{- if $own.name -}}{{ $own.name }}{{- else if $own.create -}}{{ include "sageserve.fullname" . }}-scaler{{- else -}}default{{- end -}}
{{- end }}

{{/* The token of the pod's service account, for the one container that mounts it. */}}
{{- define "sageserve.tokenVolume" -}}
- name: api-access
  projected:
    defaultMode: 0440
    sources:
      - serviceAccountToken: { path: token, expirationSeconds: 3607 }
      - configMap:
          name: kube-root-ca.crt
          items: [{ key: ca.crt, path: ca.crt }]
      - downwardAPI:
          items:
            - path: namespace
              fieldRef: { apiVersion: v1, fieldPath: metadata.namespace }
{{- end }}
{{- define "sageserve.tokenMount" -}}
- { name: api-access, mountPath: /var/run/secrets/kubernetes.io/serviceaccount, readOnly: true }
{{- end }}

{{/* Spread of one component where values say nothing: dict root, component, given. */}}
{{- define "sageserve.spread" -}}
{{- if .given }}
{{ toYaml .given }}
{{- else }}
{{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
- maxSkew: 1
  topologyKey: {{ . }}
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels: {{- include "sageserve.selector" $ | nindent 6 }}
{{- end }}
{{- end }}
{{- end }}

{{/* Where a pod goes: dict of a component's values. */}}
{{- define "sageserve.placement" -}}
{{- with .priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* What a listener that takes calls from everywhere is bound to; the one of IPv6 takes IPv4 too. */}}
{{- define "sageserve.everyAddress" -}}
{{- ternary "[::]" "0.0.0.0" (eq .Values.ipFamily "IPv6") -}}
{{- end -}}
