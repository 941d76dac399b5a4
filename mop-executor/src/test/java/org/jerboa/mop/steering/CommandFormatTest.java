package org.jerboa.mop.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.study.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandFormatTest {

    private static final String SESSION = "5f0c2c1e-97b2-4d5e-8c55-0f0b3a1c7d11";

    private static final List<Command> COMMANDS = List.of(
            new Command.StopTrial(7),
            new Command.ResumeTrial(7, 2),
            new Command.DeleteTrial(7),
            new Command.AddTrial(configuration("learningRate", "0.01", "activation", "RELU", "kernel", "\"3 x 3\"")),
            new Command.CloneTrial(7, configuration("learningRate", "0.003"), true),
            new Command.Focus(Map.of("learningRate", "1e-3..1e-2")),
            new Command.PauseStudy(),
            new Command.ResumeStudy(),
            new Command.StopStudy());

    private static Configuration configuration(String... namesAndTexts) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            texts.put(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return Configuration.ofTexts(texts);
    }

    /** Written once by this library: later ones must go on reading it, or say another format. */
    @Test
    void readsAndWritesTheFormatThatIsDocumented() throws Exception {
        List<String> lines = Files.readAllLines(Path.of("src/test/resources/golden/commands-1.jsonl"));

        assertThat(lines).hasSize(COMMANDS.size() + 3);
        for (int i = 0; i < COMMANDS.size(); i++) {
            CommandFormat.Request request = new CommandFormat.Request(1, SESSION, COMMANDS.get(i));
            assertThat(CommandFormat.request(lines.get(i))).isEqualTo(request);
            assertThat(CommandFormat.write(request)).isEqualTo(lines.get(i));
        }
        List<String> others = lines.subList(COMMANDS.size(), lines.size());
        CommandFormat.Answer accepted = CommandFormat.Answer.accepted(OptionalInt.of(24));
        CommandFormat.Answer refused = CommandFormat.Answer.refused("trial 7 is STOPPED already");
        assertThat(CommandFormat.answer(others.get(0))).isEqualTo(accepted);
        assertThat(CommandFormat.answer(others.get(1))).isEqualTo(refused);
        assertThat(CommandFormat.session(others.get(2)).session()).isEqualTo(SESSION);
        assertThat(others)
                .containsExactly(
                        CommandFormat.write(accepted),
                        CommandFormat.write(refused),
                        CommandFormat.write(new CommandFormat.Session(1, SESSION)));
    }

    @Test
    void theExamplesAreOfAllCommands() {
        assertThat(COMMANDS).extracting(command -> (Object) command.getClass()).containsExactlyInAnyOrder((Object[])
                Command.class.getPermittedSubclasses());
        assertThat(new TreeSet<>(COMMANDS.stream().map(Object::toString).toList()))
                .hasSize(COMMANDS.size());
    }

    /** What is left out must not become 0 or false: that would be another trial's number. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense                                                      | it is not JSON",
                "[1]                                                           | it is no JSON object",
                "{}                                                            | its format is missing",
                "{'format':2,'session':'s','command':{'command':'PauseStudy'}} | its format is 2, this library reads 1",
                "{'format':1,'session':'s'}                                    | there is no command ''; there are [AddTrial",
                "{'format':1,'session':'s','command':{'command':'Explode'}}    | there is no command 'Explode'",
                "{'format':1,'session':'s','command':{'command':'StopTrial'}}  | trial",
                "{'format':1,'session':'s','command':{'command':'StopTrial','trial':null}} | trial",
                "{'format':1,'session':'s','command':{'command':'StopTrial','trial':'7'}}  | it cannot be understood",
                "{'format':1,'session':'s','command':{'command':'StopTrial','trial':7.5}}  | it cannot be understood",
                "{'format':1,'session':'s','command':{'command':'StopTrial','trial':7,'epochs':1}} | epochs",
                "{'format':1,'session':'s','command':{'command':'StopTrial','trial':7,'trial':8}}  | it is not JSON",
                "{'format':1,'session':'s','command':{'command':'ResumeTrial','trial':7,'epochs':0}} | epochs (0) must be at least 1",
                "{'format':1,'session':'s','command':{'command':'CloneTrial','parent':7,'configuration':{}}} | weights",
                "{'format':1,'session':'s','command':{'command':'AddTrial','configuration':{'a b':'1'}}} | parameter name 'a b'",
                "{'format':1,'session':'s','command':{'command':'AddTrial','configuration':{'a':null}}} | the text of 'a' is null",
                "{'format':1,'command':{'command':'PauseStudy'}}               | session",
            })
    void refusesWhatItCannotBeSureOf(String text, String reason) {
        assertThatThrownBy(() -> CommandFormat.request(text.replace('\'', '"')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
