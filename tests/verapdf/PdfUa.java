import java.io.FileInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;

/**
 * Checks files against veraPDF's profile of PDF/UA-1. Prints the number of rules, then a line for each file, with tabs between:
 * whether it conforms, how many checks were done, and each rule that it breaks, with a message.
 */
class PdfUa {
    static final String PROFILE = "/org/verapdf/pdfa/validation/PDFUA-1.xml";

    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        var profile = profile();
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println(profile.getRules().size());
        for (var file : files) {
            var result = validated(file, profile);
            var broken = new TreeSet<String>();
            for (var test : result.getTestAssertions()) {
                if (test.getStatus() == TestAssertion.Status.FAILED) {
                    var id = test.getRuleId();
                    broken.add("\t" + id.getClause() + "-" + id.getTestNumber() + " " + test.getMessage().replaceAll("\\s+", " "));
                }
            }
            out.println(result.isCompliant() + "\t" + result.getTotalAssertions() + String.join("", broken));
        }
    }

    static ValidationResult validated(String file, ValidationProfile profile) throws Exception {
        try (var in = new FileInputStream(file);
                var parser = Foundries.defaultInstance().createParser(in, PDFAFlavour.PDFUA_1);
                var validator = Foundries.defaultInstance().createValidator(profile, false)) {
            return validator.validate(parser);
        }
    }

    /** The profile, read as XML: of JAXB, with which veraPDF reads it, the jar has only a part. */
    static ValidationProfile profile() throws Exception {
        var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        var root = builder.parse(PdfUa.class.getResourceAsStream(PROFILE)).getDocumentElement();
        var rules = new HashSet<Rule>();
        for (var rule : all(root, "rule")) {
            var id = all(rule, "id").get(0);
            rules.add(Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(
                    PDFAFlavour.Specification.ISO_14289_1,
                    id.getAttribute("clause"),
                    Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"),
                Boolean.valueOf(rule.getAttribute("deferred")),
                rule.getAttribute("tags"),
                words(rule, "description"),
                words(rule, "test"),
                Profiles.errorFromValues(words(rule, "message"), List.of()),
                List.of()));
        }
        var variables = new HashSet<Variable>();
        for (var variable : all(root, "variable")) {
            variables.add(Profiles.variableFromValues(
                variable.getAttribute("name"),
                variable.getAttribute("object"),
                words(variable, "defaultValue"),
                words(variable, "value")));
        }
        return Profiles.profileFromValues(
            PDFAFlavour.PDFUA_1, Profiles.defaultProfile().getDetails(), "", rules, variables);
    }

    static List<Element> all(Element parent, String name) {
        var found = parent.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
    }

    static String words(Element parent, String name) {
        return all(parent, name).get(0).getTextContent();
    }
}
