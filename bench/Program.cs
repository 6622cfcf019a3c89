using Bench;

return args switch
{
    ["emulator", .. var given] => await EmulatorHost.RunAsync(new EmulatorOptions(given)),
    ["limit", var setting] => await Limit.RunAsync(setting),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Bench emulator [--records n] [--latency ms] [--jitter ms] [--ceiling n] [--port n] [--seed n] [--csv file]
        Bench limit <setting.json>
        """);
    return 2;
}
