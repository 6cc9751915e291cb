// Holds what an API server answers to the models that Kubernetes' own client carries, which are made from the published OpenAPI: only fields that
// there are, of the right types, with all that are required. Then the client itself lists, watches and takes part in a Lease.
// usage: node cluster.cjs SERVER NAMESPACE; prints one JSON object.
'use strict';
const k8s = require('@kubernetes/client-node');

const [server, namespace] = process.argv.slice(2);
const { checkModel, problems } = require('./models.cjs');
const seen = {};

async function get(url, expected = 200) {
  const response = await fetch(`${server}/${url}`);
  if (response.status !== expected) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

async function objects() {
  const kinds = {
    [`api/v1/namespaces/${namespace}/pods`]: 'V1Pod',
    [`api/v1/namespaces/${namespace}/configmaps`]: 'V1ConfigMap',
    [`api/v1/namespaces/${namespace}/events`]: 'CoreV1Event',
    'api/v1/nodes': 'V1Node',
    'api/v1/namespaces': 'V1Namespace',
    [`apis/apps/v1/namespaces/${namespace}/deployments`]: 'V1Deployment',
    [`apis/apps/v1/namespaces/${namespace}/replicasets`]: 'V1ReplicaSet',
    [`apis/apps/v1/namespaces/${namespace}/statefulsets`]: 'V1StatefulSet',
    [`apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`]: 'V1EndpointSlice',
    [`apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`]: 'V1Lease',
  };
  for (const [url, model] of Object.entries(kinds)) {
    const list = await get(url);
    checkModel(list.metadata, 'V1ListMeta', `${url}: metadata`);
    seen[model] = list.items.length;
    list.items.forEach(item => checkModel(item, model, `${model} ${item.metadata.name}`));
    // Items of a list leave kind and version out; single objects have them.
    for (const { metadata } of list.items.slice(0, 1)) {
      const one = await get(`${url}/${metadata.name}`);
      checkModel(one, model, `${model} ${metadata.name} alone`);
      if (!one.kind || !one.apiVersion) problems.push(`${url}/${metadata.name}: no kind or apiVersion`);
    }
  }
  checkModel(await get(`apis/apps/v1/namespaces/${namespace}/deployments/vllm/scale`), 'V1Scale', 'Scale');
  checkModel(await get(`api/v1/namespaces/${namespace}/pods/nobody`, 404), 'V1Status', 'Status');
}

async function watching(config) {
  const api = config.makeApiClient(k8s.CoreV1Api);
  const events = [];
  const informer = k8s.makeInformer(config, `/api/v1/namespaces/${namespace}/pods`, () => api.listNamespacedPod({ namespace }));
  informer.on('add', pod => events.push(`add ${pod.metadata.name}`));
  informer.on('update', pod => events.push(`update ${pod.metadata.name}`));
  informer.on('delete', pod => events.push(`delete ${pod.metadata.name}`));
  await informer.start();
  const pods = (await api.listNamespacedPod({ namespace })).items;
  const { name } = pods[0].metadata;
  await until(() => events.filter(e => e.startsWith('add ')).length >= pods.length);
  await api.patchNamespacedPod(
    { name, namespace, body: { metadata: { annotations: { 'sageserve.io/draining': '1.2' } } } }, k8s.setHeaderOptions('Content-Type', k8s.PatchStrategy.MergePatch));
  await until(() => events.includes(`update ${name}`));
  await api.deleteNamespacedPod({ name, namespace, gracePeriodSeconds: 0 });
  await until(() => events.includes(`delete ${name}`));
  await informer.stop();
}

async function leasing(config) {
  const api = config.makeApiClient(k8s.CoordinationV1Api);
  const now = new k8s.V1MicroTime();
  const made = await api.createNamespacedLease({ namespace, body: { metadata: { name: 'from-node' }, spec: { holderIdentity: 'a', leaseDurationSeconds: 10, renewTime: now, acquireTime: now } } });
  const renewed = await api.replaceNamespacedLease({ name: 'from-node', namespace, body: { ...made, spec: { ...made.spec, holderIdentity: 'b' } } });
  if (renewed.spec.holderIdentity !== 'b' || renewed.metadata.resourceVersion === made.metadata.resourceVersion) problems.push('a renewed Lease has a new holder and a new version');
  const late = await api.replaceNamespacedLease({ name: 'from-node', namespace, body: made }).then(() => 0, e => e.code);
  if (late !== 409) problems.push(`a Lease of an old version was answered with ${late}`);
}

async function until(condition) {
  for (const end = Date.now() + 20_000; !condition();) {
    if (Date.now() > end) throw new Error(`not within 20 s: ${condition}`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

(async () => {
  const config = new k8s.KubeConfig();
  config.loadFromClusterAndUser({ name: 'stand-in', server, skipTLSVerify: true }, { name: 'user' });
  await leasing(config);
  await objects();
  await watching(config);
  console.log(JSON.stringify({ seen, problems }));
  process.exit(0);
})().catch(error => {
  console.error(error);
  process.exit(1);
});
