/** The time that this process has had, in milliseconds: others on the machine do not make a mutant late. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
