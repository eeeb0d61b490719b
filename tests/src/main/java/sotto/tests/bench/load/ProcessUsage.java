package sotto.tests.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a process and all its children have used, as Linux counts it; zeros elsewhere.
///
/// @param cpuSeconds of user and system together
/// @param kilobytes resident, shared pages counted in part (PSS)
/// @param writtenKilobytes to block devices
public record ProcessUsage(double cpuSeconds, double kilobytes, double writtenKilobytes) {
  private static final double TICKS = 100;
  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  /// The CPU of this process alone.
  public static ProcessUsage own() {
    return new ProcessUsage(cpuSeconds(Path.of("/proc/self")), 0, 0);
  }

  public static ProcessUsage of(long pid) {
    List<Long> tree =
        ProcessHandle.of(pid).stream()
            .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
            .map(ProcessHandle::pid)
            .toList();
    double cpu = 0;
    double memory = 0;
    double written = 0;
    for (long process : tree) {
      Path proc = Path.of("/proc", Long.toString(process));
      cpu += cpuSeconds(proc);
      memory += sum(proc.resolve("smaps_rollup"), "Pss:");
      written += sum(proc.resolve("io"), "write_bytes:") / 1024;
    }
    return new ProcessUsage(cpu, memory, written);
  }

  public ProcessUsage minus(ProcessUsage before) {
    return new ProcessUsage(
        cpuSeconds - before.cpuSeconds,
        kilobytes - before.kilobytes,
        writtenKilobytes - before.writtenKilobytes);
  }

  private static double cpuSeconds(Path proc) {
    try {
      String stat = Files.readString(proc.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) / TICKS;
    } catch (IOException ended) {
      return 0;
    }
  }

  private static double sum(Path file, String name) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
          .sum();
    } catch (IOException ended) {
      return 0;
    }
  }
}
