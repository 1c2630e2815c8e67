// Objects (a JSON list in the file named first) against the schemas of their definitions; faults as a JSON list of lines.
// The schemas come compiled and let unknown fields pass, as an API server does that prunes them. So each object is seen
// through a proxy: a field that no schema asked for is unknown. Where nothing was asked of a map it may hold anything.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

const PACKAGES = {
  'kafka.strimzi.io': '@kubernetes-models/strimzi-kafka-operator',
  'postgresql.cnpg.io': '@kubernetes-models/cloudnative-pg',
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api',
  'keda.sh': '@kubernetes-models/keda',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};

async function validatorOf(object) {
  const [group, version] = object.apiVersion.includes('/') ? object.apiVersion.split('/') : ['', object.apiVersion];
  const folder = PACKAGES[group] ?? 'kubernetes-models';
  const entry = join('node_modules', folder, group, version, `${object.kind}.js`);
  const schema = /_schemas\/\w+\.js/.exec(readFileSync(entry, 'utf8'))[0];
  return (await import(pathToFileURL(join('node_modules', folder, schema)))).validate;
}

function watched(value, path, seen) {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const known = {path, asked: new Set(), keys: Object.keys(value), list: Array.isArray(value)};
  seen.push(known);
  const children = Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, watched(child, `${path}/${key}`, seen)]));
  return new Proxy(known.list ? Object.values(children) : children, {
    get(target, key) {
      known.asked.add(key);
      return target[key];
    },
  });
}

const faults = [];
for (const object of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const name = `${object.kind} ${object.metadata.name}`;
  const validate = await validatorOf(object);
  const seen = [];
  if (!validate(watched(object, '', seen))) {
    validate.errors.forEach(error => faults.push(`${name}: ${error.instancePath} ${error.message ?? error.keyword} ${JSON.stringify(error.params)}`));
  }
  for (const {path, asked, keys, list} of seen) {
    if (!list && asked.size > 0) {
      keys.filter(key => !asked.has(key)).forEach(key => faults.push(`${name}: ${path}/${key} is unknown`));
    }
  }
}
console.log(JSON.stringify(faults));
