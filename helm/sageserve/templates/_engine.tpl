{{/* One vLLM: dict root, engine, gpus. */}}
{{- define "sageserve.engineContainer" -}}
{{- $e := .engine -}}
name: vllm
image: {{ include "sageserve.image" (dict "root" .root "image" $e.image) }}
imagePullPolicy: {{ $e.image.pullPolicy }}
args:
  - --model={{ default $e.model $e.source }}
  - --served-model-name={{ $e.model }}
  - --port={{ $e.port }}
  - --tensor-parallel-size={{ .gpus }}
  # Without it vLLM aborts what runs as soon as it gets SIGTERM.
  - --shutdown-timeout={{ $e.shutdownTimeoutSeconds }}
{{- with $e.extraArgs }}
{{ toYaml . | indent 2 }}
{{- end }}
env:
  # It runs as a user that the image does not know, on a root that cannot be written.
  - { name: USER, value: vllm }
  - { name: HOME, value: /cache }
  - { name: XDG_CACHE_HOME, value: /cache }
  - { name: HF_HOME, value: /cache/huggingface }
{{- if $e.huggingFaceToken.secret }}
  - name: HF_TOKEN
    valueFrom:
      secretKeyRef: { name: {{ $e.huggingFaceToken.secret }}, key: {{ $e.huggingFaceToken.key }} }
{{- end }}
{{- if include "sageserve.engineKey" .root }}
  - name: VLLM_API_KEY
    valueFrom:
      secretKeyRef: { name: {{ include "sageserve.secretName" .root }}, key: engine-key }
{{- end }}
{{- with $e.extraEnv }}
{{ toYaml . | indent 2 }}
{{- end }}
ports:
  - { name: http, containerPort: {{ $e.port }}, protocol: TCP }
startupProbe:
  httpGet: { path: /health, port: http }
  periodSeconds: 5
  failureThreshold: {{ div (int $e.startupSeconds) 5 }}
readinessProbe:
  httpGet: { path: /health, port: http }
  periodSeconds: 5
livenessProbe:
  httpGet: { path: /health, port: http }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
lifecycle:
  preStop:
    # Whoever deletes the pod without a drain: gateways hear of it before the engine does.
    sleep: { seconds: {{ $e.preStopSeconds }} }
securityContext: {{- toYaml .root.Values.containerSecurityContext | nindent 2 }}
resources:
  requests: {{- default dict (dig "requests" dict (default dict $e.resources)) | toYaml | nindent 4 }}
  limits: {{- merge (dict $e.gpuResource (toString .gpus)) (deepCopy (dig "limits" dict (default dict $e.resources))) | toYaml | nindent 4 }}
volumeMounts:
  - { name: tmp, mountPath: /tmp }
  - { name: cache, mountPath: /cache }
  - { name: shm, mountPath: /dev/shm }
{{- with $e.extraVolumeMounts }}
{{ toYaml . | indent 2 }}
{{- end }}
{{- end }}
