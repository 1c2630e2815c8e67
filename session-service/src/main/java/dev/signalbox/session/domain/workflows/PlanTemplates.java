package dev.signalbox.session.domain.workflows;

import dev.signalbox.session.domain.workflows.Plan.PlannedStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Plans for where there is no model to plan: chosen by words of the goal, always the same for the same goal. */
final class PlanTemplates {

    /** Runs without a model, at the end of each plan. */
    private static final String COLLECT = """
            find . -type f -not -name OVERVIEW.txt | sort | while read -r file; do
              printf '%s\\t%s bytes\\n' "${file#./}" "$(wc -c < "$file" | tr -d ' ')"
            done > OVERVIEW.txt
            cat OVERVIEW.txt
            """;

    /** Fields: name | agent | doing | description | done when | names of needed steps, with commas. */
    private record Template(Pattern words, String summary, List<String> steps) {}

    private static final List<Template> TEMPLATES = List.of(
            template(
                    "full.?stack|e-?commerce|\\b(web ?)?shop\\b|web ?app|marketplace|online store",
                    "Design, then backend and frontend in parallel, then tests, operation and documentation.",
                    "Design|Software Architect|designing the application|Describe components, data and the HTTP API in DESIGN.md.|DESIGN.md names every component, entity and endpoint.|",
                    "Database|Database Engineer|writing the database schema|Write schema.sql with tables, keys and indexes for the design.|schema.sql covers every entity of the design.|Design",
                    "Backend|Backend Developer|writing the HTTP API|Implement the HTTP API of the design with its errors.|Every endpoint of the design is implemented.|Design,Database",
                    "Frontend|Frontend Expert|creating React components|Implement the pages as React components that use the HTTP API.|Every page of the design has a component.|Design",
                    "Tests|Test Engineer|writing tests|Write automated tests of API and pages.|The main ways through the application are tested.|Backend,Frontend",
                    "Operation|DevOps Engineer|preparing the deployment|Write a Dockerfile and instructions to start everything.|Somebody new can start it with one command.|Backend,Frontend",
                    "Documentation|Technical Writer|writing the documentation|Write README.md: what it is, how to start, configure and extend it.|README.md answers what a newcomer asks.|Tests,Operation"),
            template(
                    "\\bapis?\\b|\\brest\\b|graphql|microservice|endpoint|backend",
                    "The contract first, then the implementation, then tests and documentation in parallel.",
                    "Contract|API Designer|designing the API|Write openapi.json: resources, schemas, errors.|openapi.json covers every operation of the goal.|",
                    "Implementation|Backend Developer|implementing the API|Implement the contract with validation and errors.|Every operation of the contract is implemented.|Contract",
                    "Tests|Test Engineer|writing API tests|Write automated tests against the contract.|Every operation has a test of success and of failure.|Implementation",
                    "Security review|Security Auditor|reviewing the security|Look for ways to misuse the API and write SECURITY.md.|SECURITY.md lists findings with how to fix them.|Implementation",
                    "Documentation|Technical Writer|writing the documentation|Write README.md with examples of every operation.|A newcomer can call each operation.|Tests,Security review"),
            template(
                    "\\bdata\\b|dataset|analy[sz]|\\bcsv\\b|\\betl\\b|pipeline|statistic|machine learning|dashboard",
                    "Understand the data, clean it, analyse and draw, and say what it means.",
                    "Questions|Data Analyst|turning the goal into questions|Write QUESTIONS.md: questions, the data they need, how they are answered.|Each question can be answered by data.|",
                    "Preparation|Data Engineer|preparing the data|Write a program that reads, checks and cleans the data.|Wrong and missing values are handled and counted.|Questions",
                    "Analysis|Data Scientist|analysing the data|Write a program that answers the questions and states uncertainty.|Each question has an answer with its uncertainty.|Preparation",
                    "Charts|Visualisation Expert|drawing charts|Write a program that draws a chart for each answer.|Each answer has a chart with labelled axes.|Preparation",
                    "Report|Technical Writer|writing the report|Write REPORT.md with findings, charts and limits.|Each claim rests on the analysis.|Analysis,Charts"),
            template(
                    "document|\\bdocs\\b|manual|tutorial|guide|readme",
                    "An outline, then guide and reference in parallel, then examples and an edit.",
                    "Outline|Documentation Lead|outlining the documentation|Write OUTLINE.md: readers, what they want, pages.|Each page has a reader and a purpose.|",
                    "Guide|Technical Writer|writing the guide|Write GUIDE.md: from nothing to the first success.|A newcomer gets to a result by following it.|Outline",
                    "Reference|Reference Writer|writing the reference|Write REFERENCE.md: everything there is, in one form.|Nothing of the outline is missing.|Outline",
                    "Edit|Editor|editing the texts|Make the texts consistent, short and correct.|Terms are used in one meaning, no text repeats another.|Guide,Reference"),
            template(
                    "research|compare|investigate|survey|find out|market|study|evaluate",
                    "Questions, two independent searches, a critique and a report.",
                    "Questions|Research Lead|framing the questions|Write QUESTIONS.md: what must be known to decide.|Each question has a criterion for a good answer.|",
                    "Evidence|Researcher|collecting evidence|Collect evidence for each question in EVIDENCE.md, with sources.|Each statement has a source.|Questions",
                    "Counter-evidence|Sceptic|looking for counter-evidence|Collect what speaks against the likely answers in COUNTER.md, with sources.|Each likely answer is challenged.|Questions",
                    "Report|Research Writer|writing the report|Weigh both in REPORT.md and answer the questions.|Each answer says how certain it is and why.|Evidence,Counter-evidence"));

    private static final Template GENERAL = template(
            "",
            "Clarify, do, check and describe.",
            "Approach|Planner of the work|choosing an approach|Write APPROACH.md: what is wanted, what is given, how it is done.|The approach covers the whole goal.|",
            "Work|Specialist|doing the work|Do what the approach says and write the results as files.|The goal is reached as the approach says.|Approach",
            "Check|Quality Checker|checking the result|Check the result against goal and approach, and write CHECK.md.|Each part of the goal is checked with how.|Work",
            "Summary|Technical Writer|writing the summary|Write SUMMARY.md: what was made and how it is used.|Somebody who was not there understands it.|Check");

    private PlanTemplates() {}

    static Plan forGoal(String goal) {
        String low = goal.toLowerCase(Locale.ROOT);
        Template template = TEMPLATES.stream()
                .filter(one -> one.words().matcher(low).find())
                .findFirst()
                .orElse(GENERAL);
        List<PlannedStep> steps = new ArrayList<>();
        for (String line : template.steps()) {
            String[] fields = line.split("\\|", -1);
            List<String> needs = fields[5].isEmpty() ? List.of() : Arrays.asList(fields[5].split(","));
            steps.add(new PlannedStep(fields[0], fields[3], fields[1], fields[2], needs, fields[4]));
        }
        List<String> all = steps.stream().map(PlannedStep::name).toList();
        steps.add(new PlannedStep(
                "Overview",
                "List all files that were made.",
                null,
                "listing the results",
                all,
                "OVERVIEW.txt names every file.",
                COLLECT));
        return new Plan(template.summary(), steps);
    }

    private static Template template(String words, String summary, String... steps) {
        return new Template(Pattern.compile(words), summary, List.of(steps));
    }
}
