// Networks and processors: three networks, each with the machine's own processor and with one four times slower.

const NETWORKS = [
  { id: "none", name: "not throttled", kilobits: null, latencyMs: 0 },
  { id: "fast4g", name: "9 Mbit/s, 60 ms", kilobits: 9000, latencyMs: 60 },
  { id: "slow4g", name: "1.6 Mbit/s, 150 ms", kilobits: 1600, latencyMs: 150 },
];

export const PROFILES = NETWORKS.flatMap((network) => [1, 4].map((slowdown) => ({ ...network, slowdown, id: `${network.id}-x${slowdown}`, network: network.name })));

/** Throttles a page to a profile, through the DevTools protocol. */
export async function throttle(client, { kilobits, latencyMs, slowdown }) {
  const bytesPerSecond = kilobits === null ? -1 : (kilobits * 1000) / 8;
  await client.send("Network.emulateNetworkConditions", { offline: false, latency: latencyMs, downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond });
  await client.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
}
