package org.hotline12348.ivr.sipp;

/**
 * The SIPp scenarios: state machines that wait for the other side or for an order of ours. An order is a SIP MESSAGE with the
 * call's Call-ID and a header {@code X-Do}, sent from outside; SIPp never sees a clock.
 */
final class Scenarios {
    private Scenarios() {}

    private static final String SDP = """
                  v=0
                  o=u 1 1 IN IP4 [local_ip]
                  s=-
                  c=IN IP4 [local_ip]
                  t=0 0
                  m=audio %s RTP/AVP 8 0 101
                  a=rtpmap:8 PCMA/8000
                  a=rtpmap:0 PCMU/8000
                  a=rtpmap:101 telephone-event/8000
                  a=fmtp:101 0-15
                  a=ptime:20
            """.indent(0);

    private static String log(String message) {
        return "<nop><action><log message=\"%s\"/></action></nop>\n".formatted(message);
    }

    /**
     * One citizen's call.
     *
     * @param from the whole value of the From header but its tag, as hostile as one likes
     */
    static String citizen(String from, int audioPort) {
        return calling(from, audioPort, "");
    }

    /** A call from a desk telephone: the PBX asks for the password first. */
    static String desk(String user, String password, String from, int audioPort) {
        return calling(from, audioPort, "[authentication username=%s password=%s]".formatted(user, password));
    }

    private static String calling(String from, int audioPort, String authentication) {
        StringBuilder s =
                new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<scenario name=\"citizen\">\n");
        boolean asked = !authentication.isEmpty();
        s.append(invite(from, audioPort, 1, ""));
        if (asked) {
            s.append("<recv response=\"401\" auth=\"true\"/>\n");
            s.append(inDialog(
                    "ACK",
                    1,
                    "sip:[service]@[remote_ip]:[remote_port]",
                    "%s;tag=c[pid]".formatted(from),
                    "<sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]",
                    ""));
            s.append(invite(from, audioPort, 2, authentication));
        }
        int number = asked ? 2 : 1;
        s.append("<label id=\"1\"/>\n");
        s.append("<recv response=\"100\" optional=\"true\" next=\"1\"/>\n");
        s.append("<recv response=\"180\" optional=\"true\" next=\"1\"/>\n");
        s.append("<recv response=\"183\" optional=\"true\" next=\"1\"/>\n");
        for (int code : new int[] {400, 401, 403, 404, 408, 480, 484, 486, 487, 488, 500, 503, 603}) {
            s.append(
                    "<recv response=\"%d\" optional=\"true\" next=\"7\"><action><log message=\"[call_id] REFUSED %d\"/></action></recv>\n"
                            .formatted(code, code));
        }
        s.append("""
                <recv response="200" rrs="true"><action>
                  <ereg regexp="m=audio ([0-9]+) " search_in="body" assign_to="m,port"/>
                  <log message="[call_id] ANSWERED [$port]"/>
                </action></recv>
                """);
        s.append(inDialog(
                "ACK",
                number,
                "[next_url]",
                "%s;tag=c[pid]".formatted(from),
                "<sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]",
                ""));
        s.append(talking(true, from));
        s.append("<label id=\"7\"/>\n");
        s.append(inDialog(
                "ACK",
                number,
                "sip:[service]@[remote_ip]:[remote_port]",
                "%s;tag=c[pid]".formatted(from),
                "<sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]",
                ""));
        s.append("<label id=\"9\"/>\n<Reference variables=\"m\"/>\n</scenario>\n");
        return s.toString();
    }

    private static String invite(String from, int audioPort, int number, String authentication) {
        return """
                <send retrans="500"><![CDATA[
                  INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
                  Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
                  From: %s;tag=c[pid]
                  To: <sip:[service]@[remote_ip]:[remote_port]>
                  Call-ID: [call_id]
                  CSeq: %d INVITE
                  Contact: <sip:citizen@[local_ip]:[local_port]>
                  Max-Forwards: 70
                  Allow: INVITE, ACK, BYE, CANCEL, INFO
                  User-Agent: citizen
                  %sContent-Type: application/sdp
                  Content-Length: [len]

                %s
                ]]></send>
                """.formatted(
                from, number, authentication.isEmpty() ? "" : authentication + "\n  ", SDP.formatted(audioPort));
    }

    /** All telephones behind the outbound trunk and all desk telephones: told apart by the number in the request. */
    static String telephones() {
        StringBuilder s =
                new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<scenario name=\"telephones\">\n");
        s.append("""
                <recv request="INVITE"><action>
                  <ereg regexp="sip:([^@;>]*)@" search_in="msg" assign_to="x,number"/>
                  <ereg regexp="[^ ].*" search_in="hdr" header="Via:" assign_to="via"/>
                  <ereg regexp="[^ ].*" search_in="hdr" header="From:" assign_to="from"/>
                  <ereg regexp="[^ ].*" search_in="hdr" header="To:" assign_to="to"/>
                  <ereg regexp="[0-9]+" search_in="hdr" header="CSeq:" assign_to="cseq"/>
                  <ereg regexp="m=audio ([0-9]+) " search_in="body" assign_to="y,port"/>
                  <ereg regexp="sip:([^@;>]*)@" search_in="hdr" header="From:" assign_to="z,caller"/>
                </action></recv>
                """);
        s.append(answer("180 Ringing", ""));
        s.append(log("[call_id] INVITED [$number] [$port] [$caller]"));
        s.append("""
                <label id="1"/>
                <recv request="CANCEL" optional="true" next="5"><action><log message="[call_id] CANCELLED"/></action></recv>
                <recv request="MESSAGE"><action>
                  <ereg regexp="X-Do: answer ([0-9]+)" search_in="msg" assign_to="answer,own"/>
                  <ereg regexp="X-Do: reject 486" search_in="msg" assign_to="r486"/>
                  <ereg regexp="X-Do: reject 603" search_in="msg" assign_to="r603"/>
                  <ereg regexp="X-Do: reject 480" search_in="msg" assign_to="r480"/>
                </action></recv>
                <nop next="3" test="answer"/>
                <nop next="486" test="r486"/>
                <nop next="603" test="r603"/>
                <nop next="480" test="r480"/>
                <nop next="1"/>
                """.replace("\"486\" test", "\"46\" test")
                .replace("\"603\" test", "\"63\" test")
                .replace("\"480\" test", "\"40\" test"));
        for (String[] no :
                new String[][] {{"46", "486 Busy Here"}, {"63", "603 Decline"}, {"40", "480 Temporarily Unavailable"}
                }) {
            s.append("<label id=\"").append(no[0]).append("\"/>\n").append(answer(no[1], "retrans"));
            s.append(
                    "<recv request=\"ACK\" next=\"9\"><action><log message=\"[call_id] ENDED US\"/></action></recv>\n");
        }
        s.append("<label id=\"3\"/>\n").append(answer("200 OK", "sdp"));
        s.append("""
                <label id="31"/>
                <recv request="CANCEL" optional="true" next="31"/>
                <recv request="ACK"><action><log message="[call_id] TALKING"/></action></recv>
                """);
        s.append(talking(false, ""));
        s.append("""
                <label id="5"/>
                <send><![CDATA[
                  SIP/2.0 200 OK
                  [last_Via:]
                  [last_From:]
                  [last_To:]
                  [last_Call-ID:]
                  [last_CSeq:]
                  Content-Length: 0

                ]]></send>
                """);
        s.append(answer("487 Request Terminated", "retrans"));
        s.append("<recv request=\"ACK\"/>\n<label id=\"9\"/>\n");
        s.append("<Reference variables=\"x,y,z\"/>\n</scenario>\n");
        return s.toString();
    }

    /** From here on both sides are alike: wait for a BYE or an order. Ends at label 9. */
    private static String talking(boolean citizen, String from) {
        String own = citizen ? from + ";tag=c[pid]" : "[$to];tag=t[call_number]";
        String other = citizen ? "<sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]" : "[$from]";
        String uri = citizen ? "[next_url]" : "sip:asterisk@[remote_ip]:[remote_port]";
        StringBuilder s = new StringBuilder();
        s.append("""
                <label id="10"/>
                <recv request="BYE" optional="true" next="20"><action><log message="[call_id] ENDED THEM"/></action></recv>
                <recv request="ACK" optional="true" next="10"/>
                <recv response="200" optional="true" next="10"/>
                <recv response="202" optional="true" next="10"/>
                <recv request="NOTIFY" optional="true" next="15"/>
                <recv request="MESSAGE"><action>
                  <ereg regexp="X-Do: hangup" search_in="msg" assign_to="hangup"/>
                  <ereg regexp="X-Do: info (.)" search_in="msg" assign_to="info,digit"/>
                  <ereg regexp="X-Do: refer ([A-Za-z0-9*+_.-]+)" search_in="msg" assign_to="refer,goal"/>
                </action></recv>
                <nop next="11" test="hangup"/>
                <nop next="12" test="info"/>
                <nop next="14" test="refer"/>
                <nop next="10"/>
                <label id="15"/>
                <send next="10"><![CDATA[
                  SIP/2.0 200 OK
                  [last_Via:]
                  [last_From:]
                  [last_To:]
                  [last_Call-ID:]
                  [last_CSeq:]
                  Content-Length: 0

                ]]></send>
                <label id="14"/>
                %s
                <nop next="10"/>
                <label id="12"/>
                """.formatted(refer(uri, own, other)));
        s.append(inDialog("INFO", 3, uri, own, other, "Signal=[$digit]\nDuration=160\n"));
        s.append("<nop next=\"10\"/>\n<label id=\"11\"/>\n");
        s.append("<nop><action><log message=\"[call_id] ENDED US\"/></action></nop>\n");
        s.append(inDialog("BYE", 9, uri, own, other, ""));
        s.append("""
                <label id="13"/>
                <recv request="BYE" optional="true" next="20"/>
                <recv request="MESSAGE" optional="true" next="13"/>
                <recv response="481" optional="true" next="9"/>
                <recv response="200" next="9"/>
                <label id="20"/>
                <send next="9"><![CDATA[
                  SIP/2.0 200 OK
                  [last_Via:]
                  [last_From:]
                  [last_To:]
                  [last_Call-ID:]
                  [last_CSeq:]
                  Content-Length: 0

                ]]></send>
                """);
        return s.toString();
    }

    /** Passes the call on, as a telephone's transfer button does. */
    private static String refer(String uri, String from, String to) {
        return """
                <send retrans="500"><![CDATA[
                  REFER %s SIP/2.0
                  Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
                  From: %s
                  To: %s
                  Call-ID: [call_id]
                  CSeq: 77 REFER
                  Contact: <sip:telephone@[local_ip]:[local_port]>
                  Refer-To: <sip:[$goal]@[remote_ip]:[remote_port]>
                  Max-Forwards: 70
                  Content-Length: 0

                ]]></send>
                """.formatted(uri, from, to);
    }

    private static String inDialog(String method, int cseq, String uri, String from, String to, String dtmf) {
        return """
                <send%s><![CDATA[
                  %s %s SIP/2.0
                  Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
                  From: %s
                  To: %s
                  Call-ID: [call_id]
                  CSeq: %s %s
                  Max-Forwards: 70
                  %sContent-Length: %s

                %s]]></send>
                """.formatted(
                        method.equals("ACK") ? "" : " retrans=\"500\"",
                        method,
                        uri,
                        from,
                        to,
                        method.equals("INFO") ? "[cseq]" : Integer.toString(method.equals("BYE") ? 99999 : cseq),
                        method,
                        dtmf.isEmpty() ? "" : "Content-Type: application/dtmf-relay\n  ",
                        dtmf.isEmpty() ? "0" : "[len]",
                        dtmf.indent(2));
    }

    /** An answer to the INVITE, whose headers were put aside: in between an order was received. */
    private static String answer(String status, String kind) {
        boolean sdp = kind.equals("sdp");
        return """
                <send%s><![CDATA[
                  SIP/2.0 %s
                  Via: [$via]
                  From: [$from]
                  To: [$to];tag=t[call_number]
                  Call-ID: [call_id]
                  CSeq: [$cseq] INVITE
                  Contact: <sip:telephone@[local_ip]:[local_port]>
                  Allow: INVITE, ACK, BYE, CANCEL, INFO
                  %sContent-Length: %s

                %s
                ]]></send>
                """.formatted(
                        kind.isEmpty() ? "" : " retrans=\"500\"",
                        status,
                        sdp ? "Content-Type: application/sdp\n  " : "",
                        sdp ? "[len]" : "0",
                        sdp ? SDP.formatted("[$own]") : "");
    }
}
