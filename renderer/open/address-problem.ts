/** What is wrong with typed addresses, one sentence; `''` when each reads as an address with a prefix length. The host checks them exactly. */
export function addressProblem(addresses: readonly string[]): string {
  const wrong = addresses.find((address) => !/^[0-9a-f.:]+\/\d{1,3}$/i.test(address));
  return wrong === undefined ? '' : `“${wrong}” is not an address with a prefix length, such as 10.1.0.0/24.`;
}
