package org.jerboa.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script on a small tree of its own, with a Maven and a Java that write down how they are called. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for POSIX shells")
class RunScriptTest {

    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private Path root;
    private Path bin;
    private Path source;

    @BeforeEach
    void makeTree() throws IOException {
        root = Files.createDirectories(folder.resolve("a tree"));
        bin = Files.createDirectories(folder.resolve("bin"));
        Path samples = Files.createDirectories(root.resolve("samples"));
        Files.copy(Path.of("run"), samples.resolve("run"));
        assertThat(samples.resolve("run").toFile().setExecutable(true)).isTrue();
        old(Files.writeString(root.resolve("pom.xml"), "<project/>"));
        old(Files.writeString(samples.resolve("pom.xml"), "<project/>"));
        source = Files.createDirectories(samples.resolve("src/main/java")).resolve("A.java");
        old(Files.writeString(source, "class A {}"));
        old(source.getParent());
        old(source.getParent().getParent());
        Files.createDirectories(samples.resolve("target/classes"));
        executable(
                "mvn",
                "echo called >>'" + folder + "/mvn.log'",
                "for word; do case $word in -Dsamples.class-path=*)",
                "  printf '%s' '" + folder + "/library.jar' >\"${word#*=}\" ;; esac; done");
        executable(
                "java",
                "if [ \"$1\" = -version ]; then echo 'openjdk version \"17.0.15\" 2025-04-15' >&2; exit; fi",
                "echo \"threads=$OMP_NUM_THREADS\"",
                "for word; do echo \"<$word>\"; done",
                "exit 7");
        Files.writeString(folder.resolve("library.jar"), "");
    }

    @Test
    void buildsOnceAndThenStartsJavaAlone() throws Exception {
        Outcome first = run("digits", "--out", "my dir");
        Outcome second = run("digits", "--out", "my dir");

        assertThat(first.status()).as(first.text()).isEqualTo(7);
        assertThat(first.text()).contains("Building");
        assertThat(second.text()).doesNotContain("Building");
        assertThat(mavenCalls()).isEqualTo(1);
        assertThat(second.text())
                .contains("threads=1\n")
                .contains("<" + root + "/samples/target/classes:" + folder + "/library.jar>\n")
                .contains("<org.jerboa.samples.Samples>\n<digits>\n<--out>\n<my dir>\n")
                .contains("<-Djerboa.program=" + root + "/samples/run>");
    }

    @Test
    void isNoTerminalWhenItsOutputIsAPipe() throws Exception {
        assertThat(run("digits").text()).doesNotContain("jerboa.columns");
    }

    @Test
    void buildsAgainAfterAChange() throws Exception {
        run("digits");
        Path stamp = root.resolve("samples/target/run.class-path");
        Instant built = Files.getLastModifiedTime(stamp).toInstant();
        Files.setLastModifiedTime(source, FileTime.from(built.plus(Duration.ofSeconds(1))));

        run("digits");

        assertThat(mavenCalls()).isEqualTo(2);
    }

    @Test
    void buildsAgainWhenALibraryIsGone() throws Exception {
        run("digits");
        Files.delete(folder.resolve("library.jar"));

        run("digits");

        assertThat(mavenCalls()).isEqualTo(2);
    }

    @Test
    void saysThatTheBuildFailedAndDoesNotTakeItForDone() throws Exception {
        executable("mvn", "echo '[ERROR] no such thing'", "exit 1");

        Outcome outcome = run("digits");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.text())
                .contains("The build failed", "[ERROR] no such thing")
                .doesNotContain("<digits>");
        assertThat(root.resolve("samples/target/run.class-path")).doesNotExist();
    }

    @Test
    void refusesAnOldJava() throws Exception {
        executable("java", "echo 'java version \"1.8.0_402\"' >&2");

        Outcome outcome = run("digits");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.text()).contains("install JDK 17 or later");
    }

    private record Outcome(int status, String text) {}

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(root.resolve("samples/run").toString());
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        environment.remove("JAVA_HOME");
        environment.remove("JAVA_OPTS");
        environment.put("OMP_NUM_THREADS", "8");
        environment.put("PATH", bin + ":" + environment.get("PATH"));
        Process process = builder.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(output));
    }

    private long mavenCalls() throws IOException {
        return Files.readAllLines(folder.resolve("mvn.log")).size();
    }

    private void executable(String name, String... lines) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static void old(Path path) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(LONG_AGO));
    }
}
