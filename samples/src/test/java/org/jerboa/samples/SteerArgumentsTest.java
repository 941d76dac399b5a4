package org.jerboa.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.study.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SteerArgumentsTest {

    private static final Configuration RATE = Configuration.ofTexts(Map.of("learningRate", "0.003"));

    @Test
    void readsEveryCommand() {
        assertThat(command("stop", "7")).isEqualTo(new Command.StopTrial(7));
        assertThat(command("resume", "7")).isEqualTo(new Command.ResumeTrial(7, 1));
        assertThat(command("resume", "7", "--epochs", "2")).isEqualTo(new Command.ResumeTrial(7, 2));
        assertThat(command("--epochs=3", "resume", "7")).isEqualTo(new Command.ResumeTrial(7, 3));
        assertThat(command("delete", "0")).isEqualTo(new Command.DeleteTrial(0));
        assertThat(command("add", "learningRate=0.003")).isEqualTo(new Command.AddTrial(RATE));
        assertThat(command("clone", "7", "learningRate = 0.003")).isEqualTo(new Command.CloneTrial(7, RATE, false));
        assertThat(command("clone", "7", "learningRate=0.003", "--weights"))
                .isEqualTo(new Command.CloneTrial(7, RATE, true));
        assertThat(command("clone", "7", "--weights"))
                .isEqualTo(new Command.CloneTrial(7, Configuration.ofTexts(Map.of()), true));
        assertThat(command("focus", "learningRate=1e-3..1e-2"))
                .isEqualTo(new Command.Focus(Map.of("learningRate", "1e-3..1e-2")));
        assertThat(command("pause")).isEqualTo(new Command.PauseStudy());
        assertThat(command("resume-study")).isEqualTo(new Command.ResumeStudy());
        assertThat(command("stop-study")).isEqualTo(new Command.StopStudy());
    }

    @Test
    void readsFolderAndTimeout() {
        assertThat(SteerArguments.parse(List.of("studies/digits", "status", "--timeout", "3")))
                .isEqualTo(new SteerArguments(Path.of("studies/digits"), Optional.empty(), Duration.ofSeconds(3)));
        assertThat(SteerArguments.parse(List.of("a", "pause")).timeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                        | no folder of a study is given",
                "a                         | what is to be done with the study is not said",
                "a explode                 | there is no command 'explode'",
                "a stop                    | stop needs the number of a trial",
                "a stop seven              | trial (seven) must be a whole number from 0 to 2147483647",
                "a stop -1                 | trial (-1) must be a whole number from 0 to 2147483647",
                "a stop 7 8                | '8' is one argument too many for stop; put a configuration in quotes",
                "a stop 7 --epochs 2       | --epochs means nothing to stop",
                "a add x=1 --weights       | --weights means nothing to add",
                "a resume 7 --epochs       | --epochs needs a value",
                "a resume 7 --epochs 0     | --epochs (0) must be a whole number from 1 to 2147483647",
                "a resume 7 --epochs 1 --epochs 2 | --epochs is given twice; leave one out",
                "a pause --frobnicate      | unknown option '--frobnicate'",
                "a add x=1 y=2             | 'y=2' is one argument too many for add; put a configuration in quotes",
                "a pause --timeout 0       | --timeout (0) must be a whole number from 1 to 3600",
            })
    void saysWhatIsWrong(String arguments, String message) {
        List<String> words = arguments.isBlank() ? List.of() : Arrays.asList(arguments.split(" +"));

        assertThatThrownBy(() -> SteerArguments.parse(words))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void aConfigurationMissingIsExplained() {
        assertThatThrownBy(() -> command("add"))
                .isInstanceOf(UsageException.class)
                .hasMessage("add needs a configuration, as in \"learningRate=0.01, filters=16\"");
        assertThatThrownBy(() -> command("add", "learningRate"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("assigns nothing; write name=value");
    }

    private static Command command(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add(0, "a");
        return SteerArguments.parse(all).command().orElseThrow();
    }
}
