// A hook client that others wrote: node client.mjs SERVICES FHIR PATIENT SERVICE_ID
// Reads discovery, fills the prefetch from a FHIR server, calls one service and prints what came back as JSON.
globalThis.WebSocket ??= class {
  static OPEN = 1;
};
const { MedplumClient, buildCdsRequest } = await import("@medplum/core");

const [services, fhir, patient, id] = process.argv.slice(2);
const at = new URL(fhir);
const medplum = new MedplumClient({
  baseUrl: at.origin + "/",
  fhirUrlPath: at.pathname.replace(/^\//, ""),
  cdsServicesUrl: services,
  cacheTime: 0,
});
const discovery = await medplum.getCdsServices();
const service = discovery.services.find((one) => one.id === id);
const user = { resourceType: "Practitioner", id: "one" };
const context = { userId: "Practitioner/one", patientId: patient };
const request = await buildCdsRequest(medplum, user, service, context);
const response = await medplum.callCdsService(id, request);
const prefetched = Object.fromEntries(
  Object.entries(request.prefetch ?? {}).map(([key, one]) => [key, one?.resourceType ?? null]),
);
process.stdout.write(JSON.stringify({ services: discovery.services.map((one) => one.id), prefetched, response }));
