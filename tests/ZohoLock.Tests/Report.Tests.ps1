# Reports of locks: Export-ZohoRecordLockReport. What a page looks like, and what a workbook contains, is tested in ZohoLock.Reporting.Tests.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    . (Join-Path $PSScriptRoot 'Organization.ps1')

    # Six deals and two leads that are locked: by hand, by a rule, by Jane last year; with names that a page or a spreadsheet would obey.
    function Start-Locked {
        $emulator = Start-ZohoCrmEmulator Deals, Leads -RecordCount 0
        $jane = $emulator.AddUser('Jane <b>Doe</b>')
        $deals, $leads = $emulator.GetModule('Deals'), $emulator.GetModule('Leads')
        foreach ($name in '<script>alert(1)</script>', '=HYPERLINK("http://example.com")', 'Benton', 'Chemel', 'Feltz', 'King') {
            $null = $deals.SetLocked($deals.AddRecord(@{ Deal_Name = $name }).Id, 'Manual', '=1+1')
        }

        $null = $leads.SetLocked($leads.AddRecord(@{ Last_Name = 'Rule' }).Id, 'Automatic')
        $null = $leads.SetLocked($leads.AddRecord(@{ Last_Name = 'Old' }).Id, 'Manual', 'Audit', $jane, [datetimeoffset]::UtcNow.AddDays(-400))
        $emulator | Connect-ZohoCrm
        $emulator.ResetCounters()
        $emulator
    }

    # The texts of a page, without the time at which it was made.
    function Get-PageText([string] $Path) {
        $text = (Get-Content -LiteralPath $Path -Raw) -replace '(?s)<p class="subtitle">.*?</p>' -replace '(?s)<style>.*?</style>' -replace '<[^>]+>', '|'
        [System.Net.WebUtility]::HtmlDecode($text)
    }

    # The first sheet of a workbook, as XML.
    function Get-Sheet([string] $Path) {
        $package = [System.IO.Compression.ZipFile]::OpenRead($Path)
        try {
            $reader = [System.IO.StreamReader]::new($package.GetEntry('xl/worksheets/sheet1.xml').Open())
            ([xml] $reader.ReadToEnd()).DocumentElement
        }
        finally { $package.Dispose() }
    }
}

Describe 'Export-ZohoRecordLockReport' {
    BeforeEach {
        $emulator = Start-Locked
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        $page, $workbook = (Join-Path $folder 'locks.html'), (Join-Path $folder 'locks.xlsx')
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It 'writes a page and a workbook of every lock, and puts out nothing' {
        Get-ZohoRecordLock * -All | Export-ZohoRecordLockReport $page -ExcelPath $workbook | Should -BeNullOrEmpty
        (Get-ChildItem $folder -Force).Name | Should -Be 'locks.html', 'locks.xlsx'

        $text = Get-PageText $page
        $text | Should -BeLike '*|Locked now||8||in 2 modules|*|By hand||7|*|By rule||1|*|Oldest||400 days|*'
        $text | Should -BeLike '*<script>alert(1)</script>*'
        $text | Should -BeLike '*Jane <b>Doe</b>*'
        Get-Content $page -Raw | Should -Not -Match '<script|<b>'

        $sheet = Get-Sheet $workbook
        $rows = $sheet.sheetData.row
        $rows.Count | Should -Be 9
        $rows[1].c[1].InnerText | Should -Be $emulator.GetModule('Deals').Records[0].Id
        $sheet.InnerXml | Should -Not -Match '<f[ >]'
        $sheet.InnerText | Should -BeLike '*=HYPERLINK("http://example.com")*'
    }

    It 'makes no call itself' {
        $locks = Get-ZohoRecordLock * -All
        $emulator.ResetCounters()
        Export-ZohoRecordLockReport $page -InputObject $locks
        $emulator.CallCount | Should -Be 0
        Disconnect-ZohoCrm
        $locks | Export-ZohoRecordLockReport $workbook.Replace('xlsx', 'html')
        $text = Get-PageText $page
        $text | Should -BeLike '*|Locked now||8|*'
    }

    It '-PassThru returns the files' {
        $files = Get-ZohoRecordLock Deals -All | Export-ZohoRecordLockReport $page $workbook -PassThru
        $files | Should -BeOfType System.IO.FileInfo
        $files.FullName | Should -Be $page, $workbook
        (Get-ZohoRecordLock Deals -All | Export-ZohoRecordLockReport $page -PassThru).FullName | Should -Be $page
    }

    It '-Title is the heading' {
        Get-ZohoRecordLock Deals -All | Export-ZohoRecordLockReport $page -Title 'Locks of <Q3>'
        Get-PageText $page | Should -BeLike '*Locks of <Q3>*'
        Get-Content $page -Raw | Should -Match '<h1 dir="auto">Locks of &lt;Q3&gt;</h1>'
    }

    It 'writes a report that says so where nothing is locked' {
        $emulator.GetModule('Deals').Records | ForEach-Object { $null = $emulator.GetModule('Deals').RemoveLock($_.Id) }
        Get-ZohoRecordLock Deals -All | Export-ZohoRecordLockReport $page $workbook
        Get-PageText $page | Should -BeLike '*|Nothing is locked|*'
        (Get-Sheet $workbook).sheetData.row.r | Should -Be 1
    }

    It 'reads <_> as it reads the locks themselves' -ForEach 'Export-Clixml', 'a job', 'JSON', 'CSV', 'Select-Object' {
        $locks = Get-ZohoRecordLock * -All
        $file = Join-Path $folder 'copy'
        $copies = switch ($_) {
            'Export-Clixml' { $locks | Export-Clixml $file; Import-Clixml $file }
            'a job' { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($locks, 1)) }
            'JSON' { $locks | ConvertTo-Json | ConvertFrom-Json }
            'CSV' { $locks | Export-Csv $file; Import-Csv $file }
            'Select-Object' { $locks | Select-Object * }
        }
        $locks | Export-ZohoRecordLockReport $page $workbook
        $copies | Export-ZohoRecordLockReport (Join-Path $folder 'copy.html') (Join-Path $folder 'copy.xlsx')
        Get-PageText (Join-Path $folder 'copy.html') | Should -Be (Get-PageText $page)
        (Get-Sheet (Join-Path $folder 'copy.xlsx')).InnerText | Should -Be (Get-Sheet $workbook).InnerText
    }

    It 'writes the same in every culture' {
        $locks = Get-ZohoRecordLock * -All
        $locks | Export-ZohoRecordLockReport $page $workbook
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'ar-SA'
            $locks | Export-ZohoRecordLockReport (Join-Path $folder 'other.html') (Join-Path $folder 'other.xlsx')
        }
        finally { [cultureinfo]::CurrentCulture = $culture }
        Get-PageText (Join-Path $folder 'other.html') | Should -Be (Get-PageText $page)
        (Get-Sheet (Join-Path $folder 'other.xlsx')).InnerText | Should -Be (Get-Sheet $workbook).InnerText
    }

    It 'refuses <Name> before it writes anything' -ForEach @(
        @{ Name = 'records without their locks'; Given = { Get-ZohoRecordLock Deals -All -IdOnly } }
        @{ Name = 'copies of these'; Given = { Find-ZohoRecord Deals -Locked | Select-Object * } }
        @{ Name = 'locks that were removed'; Given = { Get-ZohoRecordLock Deals -All | Unlock-ZohoRecord } }
        @{ Name = 'a CSV of these'; Given = { Get-ZohoRecordLock Deals -All | Unlock-ZohoRecord | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ Name = 'text'; Given = { '5843104000000425565' } }
        @{ Name = 'a file'; Given = { Get-Item $PSCommandPath } }
        @{ Name = 'nothing'; Given = { , $null } }
    ) {
        { & $Given | Export-ZohoRecordLockReport $page $workbook } | Should -Throw -ErrorId 'NoRecordLock,*'
        Get-ChildItem $folder -Force | Should -BeNullOrEmpty
    }

    It 'tells of each input that it can''t read, and the page counts them' {
        $rows = Get-ZohoRecordLock Deals -All | ConvertTo-Csv | ConvertFrom-Csv
        $rows[0].LockedTime = 'yesterday'
        $rows[1].Source = 'Magic'
        $rows[2].LockId = '5.84E+18'
        $rows[3].RecordId = ''
        $rows[4] = $rows[4] | Select-Object * -ExcludeProperty LockedTime | Add-Member ScriptProperty LockedTime { throw 'no time' } -PassThru
        $errors = Get-ErrorOf { @($rows) + 'x' | Export-ZohoRecordLockReport $page }
        $errors.FullyQualifiedErrorId -replace ',.*' | Should -Be 'InvalidRecordLock', 'InvalidRecordLock', 'RoundedLockId', 'MissingRecordId', 'InvalidRecordLock', 'NoRecordLock'
        $errors[0].TargetObject.RecordId | Should -Be $rows[0].RecordId
        $text = Get-PageText $page
        $text | Should -BeLike '*|Not counted here: 6 inputs*|Locked now||1|*'
    }

    It 'takes a time that says which day it is, and none that a spreadsheet has written in its own way: <_>' -ForEach '03.11.2026 17:04', '11/3/2026 17:04' {
        $rows = Get-ZohoRecordLock Deals -All | ConvertTo-Csv | ConvertFrom-Csv | Select-Object -First 2
        $rows[0].LockedTime = $_
        $rows[1].LockedTime = '2026-11-03T17:04:05.25Z'
        $errors = Get-ErrorOf { $rows | Export-ZohoRecordLockReport $page }
        $errors.FullyQualifiedErrorId | Should -BeLike 'InvalidRecordLock,*'
        $errors.Exception.Message | Should -BeLike "*'$_' is no time*"
        Get-PageText $page | Should -BeLike '*|Not counted here: 1 input*'
    }

    It 'has an error before any call for a path that <Name>' -ForEach @(
        @{ Name = 'is in no folder'; Arguments = { @{ Path = "$folder/none/locks.html" } }; Id = 'FileNotWritten' }
        @{ Name = 'is a folder'; Arguments = { $null = mkdir "$folder/a.html"; @{ Path = "$folder/a.html" } }; Id = 'FileNotWritten' }
        @{ Name = 'is no page'; Arguments = { @{ Path = $workbook } }; Id = 'WrongExtension' }
        @{ Name = 'is no workbook'; Arguments = { @{ Path = $page; ExcelPath = "$folder/locks.csv" } }; Id = 'WrongExtension' }
        @{ Name = 'is no file'; Arguments = { @{ Path = 'env:locks.html' } }; Id = 'NotAFile' }
        @{ Name = 'is there, with -NoClobber'; Arguments = { Set-Content $page x; @{ Path = $page; NoClobber = $true } }; Id = 'FileExists' }
        @{ Name = 'is in no folder, for the workbook'; Arguments = { @{ Path = $page; ExcelPath = "$folder/none/locks.xlsx" } }; Id = 'FileNotWritten' }
    ) {
        $with = & $Arguments
        $before = Get-ChildItem $folder -Force -Recurse
        { Get-ZohoRecordLock Deals -All | Export-ZohoRecordLockReport @with } | Should -Throw -ErrorId "$Id,*"
        $emulator.CallCount | Should -Be 0
        (Get-ChildItem $folder -Force -Recurse).Name | Should -Be $before.Name
    }

    It 'replaces a file that is there, and leaves it as it was if the input fails' {
        Set-Content $page 'the old one'
        { & { Get-ZohoRecordLock Deals -All; throw 'halfway' } | Export-ZohoRecordLockReport $page $workbook } | Should -Throw halfway
        Get-Content $page | Should -Be 'the old one'
        (Get-ChildItem $folder -Force).Name | Should -Be 'locks.html'

        Get-ZohoRecordLock Deals -All | Export-ZohoRecordLockReport $page
        Get-PageText $page | Should -BeLike '*|Locked now||6|*'
    }

    It '-Force replaces a read-only file, which stays read-only' {
        Set-Content $page x
        (Get-Item $page).IsReadOnly = $true
        Get-ZohoRecordLock Deals -All | Export-ZohoRecordLockReport $page -Force
        Get-PageText $page | Should -BeLike '*|Locked now||6|*'
        if (-not $IsWindows) { (Get-Item $page).IsReadOnly | Should -BeTrue }
    }

    It '-WhatIf writes nothing' {
        Get-ZohoRecordLock Deals -All | Export-ZohoRecordLockReport $page $workbook -WhatIf
        Get-ChildItem $folder -Force | Should -BeNullOrEmpty
    }

    It 'leaves nothing behind when it is stopped' {
        $connection = $emulator | Connect-ZohoCrm -TimeoutSec 3600 -PassThru
        $emulator.Settings.Latency = [timespan]::FromHours(1)
        $shell = [powershell]::Create().AddScript({
                param($Module, $Connection, $Page, $Workbook)
                Import-Module $Module
                Get-ZohoRecordLock Deals -All -Connection $Connection | Export-ZohoRecordLockReport $Page $Workbook
            }).AddArgument((Get-Module ZohoLock).Path).AddArgument($connection).AddArgument($page).AddArgument($workbook)
        try {
            $run = $shell.BeginInvoke()
            while ((Get-ChildItem $folder -Force).Count -lt 2 -and -not $run.IsCompleted) { $null = [System.Threading.Thread]::Yield() }
            Get-ChildItem $folder -Force | Should -HaveCount 2
            Stop-TestShell $shell $connection
            Get-ChildItem $folder -Force | Should -BeNullOrEmpty
        }
        finally { $shell.Dispose() }
    }
}
