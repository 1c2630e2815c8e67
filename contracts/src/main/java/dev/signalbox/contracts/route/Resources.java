package dev.signalbox.contracts.route;

/**
 * What a tier gives to one attempt.
 *
 * @param vcpus virtual processors
 * @param memoryMib memory in MiB
 * @param diskMib scratch disk in MiB
 * @param processes most processes and threads at once
 */
public record Resources(int vcpus, int memoryMib, int diskMib, int processes) {}
