{{- /* What every object has: {name, root, [labels]}. */ -}}
{{- define "signalbox.metadata" -}}
metadata:
  name: {{ .name }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- with .app }}
    app.kubernetes.io/name: {{ . }}
    {{- end }}
    app.kubernetes.io/part-of: signalbox
    {{- with .labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}

{{- define "signalbox.account" -}}
apiVersion: v1
kind: ServiceAccount
{{ include "signalbox.metadata" . }}
automountServiceAccountToken: false
{{- end }}

{{- define "signalbox.budget" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
{{ include "signalbox.metadata" . }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels: {app.kubernetes.io/name: {{ .name }}}
{{- end }}

{{- /* Variables from the ConfigMap: {map, keys}. */ -}}
{{- define "signalbox.configured" -}}
{{- $map := .map -}}
{{- range .keys }}
- name: {{ . }}
  valueFrom: {configMapKeyRef: {name: {{ $map }}, key: {{ . }}}}
{{- end }}
{{- end }}

{{- /* A variable from a Secret: {variable, name, key, [optional]}. */ -}}
{{- define "signalbox.secret" -}}
- name: {{ .variable }}
  valueFrom: {secretKeyRef: {name: {{ .name }}, key: {{ .key }}{{ if .optional }}, optional: true{{ end }}}}
{{- end }}

{{- define "signalbox.postgresSecret" -}}
{{ include "signalbox.secret" (dict "variable" "SIGNALBOX_POSTGRES_USER" "name" .Values.secrets.postgres "key" "username") }}
{{ include "signalbox.secret" (dict "variable" "SIGNALBOX_POSTGRES_PASSWORD" "name" .Values.secrets.postgres "key" "password") }}
{{- end }}

{{- /* Of pods that the restricted standard lets in: the user. */ -}}
{{- define "signalbox.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- /* One of our services: {root, name, module, port, values, grace, scaled, env, [mounts], [volumes]}. */ -}}
{{- define "signalbox.deployment" -}}
apiVersion: apps/v1
kind: Deployment
{{ include "signalbox.metadata" . }}
spec:
  {{- if not .scaled }}
  replicas: {{ .values.replicas }}
  {{- end }}
  revisionHistoryLimit: 5
  minReadySeconds: 5
  selector:
    matchLabels: {app.kubernetes.io/name: {{ .name }}}
  strategy:
    type: RollingUpdate
    rollingUpdate: {maxUnavailable: 0, maxSurge: 1}
  template:
    metadata:
      labels: {app.kubernetes.io/name: {{ .name }}, app.kubernetes.io/part-of: signalbox}
    spec:
      serviceAccountName: {{ .name }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: {{ .grace }}
      {{- with .root.Values.image.pullSecrets }}
      imagePullSecrets:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext:
        {{- include "signalbox.podSecurity" 1001 | nindent 8 }}
      topologySpreadConstraints:
        {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
        - maxSkew: 1
          topologyKey: {{ . }}
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels: {app.kubernetes.io/name: {{ $.name }}}
        {{- end }}
      containers:
        - name: {{ .module }}
          image: {{ .root.Values.image.repository }}/{{ .module }}:{{ .root.Values.image.tag }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          ports:
            - {name: http, containerPort: {{ .port }}}
          env:
            - {name: SIGNALBOX_PORT, value: {{ .port | quote }}}
            {{- include "signalbox.configured" (dict "map" "signalbox" "keys" (list "SIGNALBOX_HOST" "SIGNALBOX_LOG_FORMAT" "SIGNALBOX_OTLP_ENDPOINT" "SIGNALBOX_KAFKA")) | nindent 12 }}
            {{- .env | nindent 12 }}
            {{- with .values.env }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
            {{- with include "signalbox.secureEnv" . | trim }}
            {{- . | nindent 12 }}
            {{- end }}
          startupProbe:
            httpGet: {path: /q/health/started, port: http}
            periodSeconds: 2
            timeoutSeconds: 5
            failureThreshold: 60
          readinessProbe:
            httpGet: {path: /q/health/ready, port: http}
            periodSeconds: 5
            timeoutSeconds: 5
            failureThreshold: 3
          livenessProbe:
            httpGet: {path: /q/health/live, port: http}
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          lifecycle:
            preStop:
              sleep: {seconds: 5}
          resources:
            {{- toYaml .values.resources | nindent 12 }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: {drop: [ALL]}
          volumeMounts:
            - {name: tmp, mountPath: /tmp}
            {{- with .mounts }}
            {{- . | nindent 12 }}
            {{- end }}
            {{- with include "signalbox.secureMounts" . | trim }}
            {{- . | nindent 12 }}
            {{- end }}
      volumes:
        - name: tmp
          emptyDir: {sizeLimit: 256Mi}
        {{- with .volumes }}
        {{- . | nindent 8 }}
        {{- end }}
        {{- with include "signalbox.secureVolumes" . | trim }}
        {{- . | nindent 8 }}
        {{- end }}
{{- end }}

{{- /* TLS and passwords towards the servers, for those services that talk to them: {root, name}. */ -}}
{{- define "signalbox.secureKafka" -}}
{{- if ne .Values.kafka.security.protocol "PLAINTEXT" }}yes{{ end }}
{{- end }}

{{- define "signalbox.securePostgres" -}}
{{- if and .root.Values.postgres.caSecret (has .name (list "session" "registry")) }}yes{{ end }}
{{- end }}

{{- define "signalbox.secureRedis" -}}
{{- if has .name (list "session" "gateway") }}yes{{ end }}
{{- end }}

{{- define "signalbox.secureEnv" -}}
{{- $kafka := .root.Values.kafka.security }}
{{- if include "signalbox.secureKafka" .root }}
{{- include "signalbox.configured" (dict "map" "signalbox" "keys" (list "SIGNALBOX_KAFKA_SECURITY_PROTOCOL" "SIGNALBOX_KAFKA_SASL_MECHANISM" "SIGNALBOX_KAFKA_USERNAME" "SIGNALBOX_KAFKA_CA" "SIGNALBOX_KAFKA_CLIENT_CERTIFICATE" "SIGNALBOX_KAFKA_CLIENT_KEY")) }}
{{ include "signalbox.secret" (dict "variable" "SIGNALBOX_KAFKA_PASSWORD" "name" $kafka.secret "key" "password" "optional" true) }}
{{- end }}
{{- if include "signalbox.securePostgres" . }}
{{- include "signalbox.configured" (dict "map" "signalbox" "keys" (list "SIGNALBOX_POSTGRES_CA")) }}
{{- end }}
{{- if include "signalbox.secureRedis" . }}
{{- with .root.Values.valkey.passwordSecret }}
{{ include "signalbox.secret" (dict "variable" "SIGNALBOX_REDIS_PASSWORD" "name" . "key" "password") }}
{{- end }}
{{- if .root.Values.valkey.caSecret }}
{{- include "signalbox.configured" (dict "map" "signalbox" "keys" (list "SIGNALBOX_REDIS_CA")) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "signalbox.secureMounts" -}}
{{- if include "signalbox.secureKafka" .root }}
- {name: kafka-tls, mountPath: /etc/signalbox/kafka, readOnly: true}
{{- end }}
{{- if include "signalbox.securePostgres" . }}
- {name: postgres-ca, mountPath: /etc/signalbox/postgres, readOnly: true}
{{- end }}
{{- if and .root.Values.valkey.caSecret (include "signalbox.secureRedis" .) }}
- {name: redis-ca, mountPath: /etc/signalbox/redis, readOnly: true}
{{- end }}
{{- end }}

{{- define "signalbox.secureVolumes" -}}
{{- if include "signalbox.secureKafka" .root }}
- name: kafka-tls
  secret: {secretName: {{ .root.Values.kafka.security.tlsSecret }}, optional: true}
{{- end }}
{{- if include "signalbox.securePostgres" . }}
- name: postgres-ca
  secret: {secretName: {{ .root.Values.postgres.caSecret }}, items: [{key: ca.crt, path: ca.crt}]}
{{- end }}
{{- if and .root.Values.valkey.caSecret (include "signalbox.secureRedis" .) }}
- name: redis-ca
  secret: {secretName: {{ .root.Values.valkey.caSecret }}, items: [{key: ca.crt, path: ca.crt}]}
{{- end }}
{{- end }}

{{- /* Rules of network policies. */ -}}
{{- define "signalbox.publicAddresses" -}}
- to:
    - ipBlock:
        cidr: 0.0.0.0/0
        except: [0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.168.0.0/16, 224.0.0.0/3]
    - ipBlock:
        cidr: 2000::/3
  ports:
    - {protocol: TCP, port: 443}
{{- end }}

{{- /* From or to pods by name: {direction, port, names}. */ -}}
{{- define "signalbox.peers" -}}
- {{ .direction }}:
    {{- range .names }}
    - podSelector:
        matchLabels: {app.kubernetes.io/name: {{ . }}}
    {{- end }}
  ports:
    - {protocol: TCP, port: {{ .port }}}
{{- end }}

{{- /* To ports wherever: a list. */ -}}
{{- define "signalbox.ports" -}}
- ports:
    {{- range . }}
    - {protocol: TCP, port: {{ . }}}
    {{- end }}
{{- end }}

{{- define "signalbox.apiServer" -}}
{{ include "signalbox.ports" (list 443 6443) }}
{{- end }}

{{- /* The port of host:port, host:port/path or scheme://host:port. */ -}}
{{- define "signalbox.port" -}}
{{- regexFind "[0-9]+" (regexFind ":[0-9]+(/|$)" .) -}}
{{- end }}

{{- define "signalbox.kafka" -}}
{{- if eq .Values.kafka.mode "existing" }}{{ .Values.kafka.address }}{{ else }}signalbox-kafka-bootstrap:9092{{ end }}
{{- end }}
{{- define "signalbox.postgres" -}}
{{- if eq .Values.postgres.mode "existing" }}{{ .Values.postgres.address }}{{ else }}signalbox-postgres-rw:5432/signalbox{{ end }}
{{- end }}
{{- define "signalbox.redis" -}}
{{- if eq .Values.valkey.mode "existing" }}{{ .Values.valkey.address }}{{ else }}redis://signalbox-valkey:6379{{ end }}
{{- end }}
