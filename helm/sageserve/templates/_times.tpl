{{/* Seconds of hh:mm:ss, hh:mm:ss.fff or d.hh:mm:ss, rounded up. */}}
{{- define "sageserve.seconds" -}}
{{- $text := toString . -}}
{{- if not (regexMatch "^([0-9]+\\.)?[0-9]+:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?$" $text) -}}
{{- fail (printf "'%s' is no duration; write hh:mm:ss, for example 00:10:00." $text) -}}
{{- end -}}
{{- $parts := splitList ":" $text -}}
{{- $head := splitList "." (index $parts 0) -}}
{{- $days := ternary (index $head 0) "0" (eq (len $head) 2) -}}
{{- $tail := splitList "." (index $parts 2) -}}
{{- $over := ternary 1 0 (eq (len $tail) 2) -}}
{{- add (mul (atoi $days) 86400) (mul (atoi (trimPrefix "0" (last $head) | default "0")) 3600) (mul (atoi (trimPrefix "0" (index $parts 1) | default "0")) 60) (atoi (trimPrefix "0" (index $tail 0) | default "0")) $over -}}
{{- end }}

{{/* hh:mm:ss of seconds below a day. */}}
{{- define "sageserve.clock" -}}
{{- $s := int . -}}
{{ printf "%02d:%02d:%02d" (div $s 3600) (mod (div $s 60) 60) (mod $s 60) }}
{{- end }}

{{/* The longest that an interactive request may take: batch lines go back to their queue at a shutdown. */}}
{{- define "sageserve.longestStream" -}}
{{- $times := dig "Gateway" "Forwarding" "Timeouts" dict .Values.gateway.config -}}
{{- $longest := 0 -}}
{{- range list "InteractiveFast" "InteractiveNormal" -}}
{{- $longest = max $longest (include "sageserve.seconds" (dig . "Total" "01:00:00" $times) | int) -}}
{{- end -}}
{{ $longest }}
{{- end }}

{{/* What the program does after SIGTERM: a short time in which it still listens, then running requests may end. It allows an hour at most. */}}
{{- define "sageserve.drain" -}}
{{- $limit := include "sageserve.clock" (min 3600 (include "sageserve.longestStream" . | int)) -}}
Delay: {{ dig "Drain" "Delay" "00:00:05" .Values.gateway.config | quote }}
Limit: {{ dig "Drain" "Limit" $limit .Values.gateway.config | quote }}
{{- end }}

{{- define "sageserve.gatewayGrace" -}}
{{- $drain := include "sageserve.drain" . | fromYaml -}}
{{- $least := add .Values.gateway.preStopSeconds (include "sageserve.seconds" $drain.Delay | int) (include "sageserve.seconds" $drain.Limit | int) 15 | int -}}
{{- $given := .Values.gateway.terminationGracePeriodSeconds -}}
{{- if and (not (kindIs "invalid" $given)) (lt (int $given) $least) -}}
{{- fail (printf "gateway.terminationGracePeriodSeconds is %d, and streams may need %d: preStopSeconds %d, Drain:Delay %s, Drain:Limit %s and 15 to end. Give more, leave it out, or shorten gateway.config.Gateway.Forwarding.Timeouts.*.Total or gateway.config.Drain.Limit." (int $given) $least (int .Values.gateway.preStopSeconds) $drain.Delay $drain.Limit) -}}
{{- end -}}
{{ default $least $given | int }}
{{- end }}

{{/* dict engine (with defaults merged in). */}}
{{- define "sageserve.engineGrace" -}}
{{- $e := .engine -}}
{{- $least := add $e.preStopSeconds $e.shutdownTimeoutSeconds 30 | int -}}
{{- $given := $e.terminationGracePeriodSeconds -}}
{{- if and (not (kindIs "invalid" $given)) (lt (int $given) $least) -}}
{{- fail (printf "engine %s: terminationGracePeriodSeconds is %d, and what runs may need %d: preStopSeconds, shutdownTimeoutSeconds and 30 to end." $e.name (int $given) $least) -}}
{{- end -}}
{{ default $least $given | int }}
{{- end }}
