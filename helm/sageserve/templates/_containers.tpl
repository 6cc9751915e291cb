{{/* Password and address of Redis: the address stands in the configuration too, and the environment wins. */}}
{{- define "sageserve.redisEnv" -}}
{{- if include "sageserve.redis" . -}}
{{- $name := .Values.externalRedis.passwordSecret.name -}}
{{- $key := .Values.externalRedis.passwordSecret.key -}}
{{- if .Values.redis.enabled -}}{{- $name = include "sageserve.secretName" . -}}{{- $key = "redis-password" -}}{{- end -}}
{{- if $name }}
- name: REDIS_PASSWORD
  valueFrom:
    secretKeyRef: { name: {{ $name }}, key: {{ $key }} }
{{- end }}
{{- $address := printf "%s%s" (include "sageserve.redisAddress" .) (include "sageserve.redisOptions" .) }}
- { name: Gateway__Store__Redis, value: {{ $address | quote }} }
- { name: Gateway__Quota__Redis, value: {{ $address | quote }} }
{{- if include "sageserve.several" . }}
- { name: Gateway__Siblings__Redis, value: {{ $address | quote }} }
{{- end }}
{{- if eq .Values.auth.keys "redis" }}
- { name: Gateway__KeysRedis, value: {{ $address | quote }} }
{{- end }}
{{- if and (not .Values.redis.enabled) .Values.externalRedis.tls.enabled .Values.externalRedis.tls.caSecret }}
# The machine's roots and Redis' own.
- { name: SSL_CERT_DIR, value: "/etc/ssl/certs:/etc/sageserve/redis-ca" }
{{- end }}
{{- end -}}
{{- end }}

{{- define "sageserve.gatewayContainer" -}}
name: gateway
image: {{ include "sageserve.image" (dict "root" . "image" .Values.gateway.image) }}
imagePullPolicy: {{ .Values.gateway.image.pullPolicy }}
args:
  - --config
  - /etc/sageserve/config/gateway.json
{{- with .Values.gateway.extraArgs }}
{{ toYaml . | indent 2 }}
{{- end }}
env:
  # Its diagnostics want to write beside the program.
  - { name: DOTNET_EnableDiagnostics, value: "0" }
  - name: POD_IP
    valueFrom: { fieldRef: { apiVersion: v1, fieldPath: status.podIP } }
  - name: Gateway__PeerSecret
    valueFrom:
      secretKeyRef: { name: {{ include "sageserve.secretName" . }}, key: peer-secret }
{{- if include "sageserve.several" . }}
  - { name: Gateway__Siblings__Url, value: "http://{{ ternary "[$(POD_IP)]" "$(POD_IP)" (eq .Values.ipFamily "IPv6") }}:8080" }
{{- end }}
{{- with include "sageserve.redisEnv" . | trim }}
{{ . | indent 2 }}
{{- end }}
{{- with .Values.gateway.extraEnv }}
{{ toYaml . | indent 2 }}
{{- end }}
{{- with .Values.gateway.extraEnvFrom }}
envFrom: {{- toYaml . | nindent 2 }}
{{- end }}
ports:
  - { name: http, containerPort: 8080, protocol: TCP }
  - { name: admin, containerPort: 9080, protocol: TCP }
startupProbe:
  httpGet: { path: /healthz/live, port: admin }
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet: { path: /healthz/live, port: admin }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: { path: /healthz/ready, port: admin }
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 2
{{- if gt (int .Values.gateway.preStopSeconds) 0 }}
lifecycle:
  preStop:
    sleep: { seconds: {{ .Values.gateway.preStopSeconds }} }
{{- end }}
securityContext: {{- toYaml .Values.containerSecurityContext | nindent 2 }}
resources: {{- toYaml .Values.gateway.resources | nindent 2 }}
volumeMounts:
  - { name: config, mountPath: /etc/sageserve/config, readOnly: true }
  - { name: secrets, mountPath: /etc/sageserve/secrets, readOnly: true }
  - { name: data, mountPath: /var/lib/sageserve }
  - { name: tmp, mountPath: /tmp }
{{- if include "sageserve.sharedFiles" . }}
  - { name: files, mountPath: /var/lib/sageserve-files }
{{- end }}
{{- if include "sageserve.sidecar" . }}
  - { name: fleet, mountPath: /var/run/sageserve, readOnly: true }
{{- else if include "sageserve.gatewayWatches" . }}
  {{ include "sageserve.tokenMount" . }}
{{- end }}
{{- if and .Values.externalRedis.host .Values.externalRedis.tls.enabled .Values.externalRedis.tls.caSecret }}
  - { name: redis-ca, mountPath: /etc/sageserve/redis-ca, readOnly: true }
{{- end }}
{{- with .Values.gateway.extraVolumeMounts }}
{{ toYaml . | indent 2 }}
{{- end }}
{{- end }}

{{- define "sageserve.scalerContainer" -}}
name: scaler
image: {{ include "sageserve.image" (dict "root" . "image" .Values.scaler.image) }}
imagePullPolicy: {{ .Values.scaler.image.pullPolicy }}
args:
  - --config
  - /etc/sageserve/config/scaler.json
{{- with .Values.scaler.extraArgs }}
{{ toYaml . | indent 2 }}
{{- end }}
env:
  - { name: DOTNET_EnableDiagnostics, value: "0" }
{{- with .Values.scaler.extraEnv }}
{{ toYaml . | indent 2 }}
{{- end }}
{{- with .Values.scaler.extraEnvFrom }}
envFrom: {{- toYaml . | nindent 2 }}
{{- end }}
ports:
  - { name: scaler-admin, containerPort: 9180, protocol: TCP }
{{- if .Values.peers }}
  - { name: scaler-peers, containerPort: 9181, protocol: TCP }
{{- end }}
startupProbe:
  httpGet: { path: /healthz/live, port: scaler-admin }
{{- if eq .Values.scaler.mode "sidecar" }}
  # The gateway starts next, and wants the fleet file: it is written as soon as the API server has told who is there.
  initialDelaySeconds: 3
{{- end }}
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet: { path: /healthz/live, port: scaler-admin }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{- if eq .Values.scaler.mode "deployment" }}
# Of a sidecar it would take the gateway out of service.
readinessProbe:
  httpGet: { path: /healthz/ready, port: scaler-admin }
  periodSeconds: 5
  timeoutSeconds: 2
{{- end }}
securityContext: {{- toYaml .Values.containerSecurityContext | nindent 2 }}
resources: {{- toYaml .Values.scaler.resources | nindent 2 }}
volumeMounts:
  - { name: scaler-config, mountPath: /etc/sageserve/config, readOnly: true }
  - { name: scaler-secrets, mountPath: /etc/sageserve/secrets, readOnly: true }
{{- if eq .Values.scaler.mode "sidecar" }}
  - { name: fleet, mountPath: /var/run/sageserve }
{{- else }}
  - { name: state, mountPath: /var/lib/sageserve }
{{- end }}
  - { name: scaler-tmp, mountPath: /tmp }
  {{ include "sageserve.tokenMount" . }}
{{- with .Values.scaler.extraVolumeMounts }}
{{ toYaml . | indent 2 }}
{{- end }}
{{- end }}

{{/* Volumes of the scaler's container alone. */}}
{{- define "sageserve.scalerVolumes" -}}
- name: scaler-config
  configMap: { name: {{ include "sageserve.fullname" . }}-scaler, defaultMode: 0444 }
- name: scaler-secrets
  secret:
    secretName: {{ include "sageserve.secretName" . }}
    defaultMode: 0440
    items:
      - { key: admin-key, path: admin-key }
{{- if .Values.peers }}
      - { key: peer-secret, path: peer-secret }
{{- end }}
{{- if .Values.scaler.source.bearerToken }}
      - { key: prometheus-token, path: prometheus-token }
{{- end }}
- name: scaler-tmp
  emptyDir: { sizeLimit: 256Mi }
{{ include "sageserve.tokenVolume" . }}
{{- with .Values.scaler.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}
